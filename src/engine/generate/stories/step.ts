import type { ChangeAction, ChangeTruth, SessionTruth } from '../manifest.ts';
import type { RecordParts } from '../record.ts';
import type { Account } from '../world.ts';

/** Who makes the calls of a session, as it shows in the records. */
export interface Actor {
  account: Account;
  /** null for actors whose events belong to no session (services, the called side of a cross-account call). */
  session: SessionTruth | null;
  /** A text, or a function where each call has a key of its own. */
  identityJson: string | (() => string);
  arn: string;
  ip: string;
  agent: string;
  fromConsole?: boolean;
  /** An AWS service calls, so there are no TLS details. */
  service?: boolean;
}

/** One call of a story. Objects become JSON as they are. */
export interface Step {
  at: number;
  service: string;
  name: string;
  region?: string;
  request?: unknown;
  response?: unknown;
  additional?: unknown;
  resources?: readonly unknown[];
  /** `denied` writes the message that the service would. */
  error?: 'denied' | readonly [code: string | null, message: string];
  /** What a denial names as the resource. */
  on?: string;
  data?: boolean;
  readOnly?: boolean;
  ip?: string;
  agent?: string;
  host?: string;
  type?: RecordParts['type'];
  eventId?: string;
  requestId?: string | null;
  sharedEventId?: string;
  serviceEventDetails?: unknown;
  vpcEndpointId?: string;
  /** What the call changed, for the truth. */
  change?: readonly [action: ChangeAction, resource: string, finalState?: ChangeTruth['finalState']];
}
