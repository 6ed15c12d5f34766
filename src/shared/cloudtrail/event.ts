/** Why a call ended as it did; failure is not one error code (see `outcome.ts`). */
export type Outcome = 'success' | 'denied' | 'throttled' | 'notfound' | 'invalid' | 'failed';
export type Access = 'read' | 'write';
export type Category = 'management' | 'data' | 'insight' | 'network' | 'aggregated';
/** Who drives the call: a person, a program of the customer, or an AWS service. */
export type Lane = 'human' | 'automation' | 'service';

/**
 * One record after normalisation: the value of every query field. `null` means the record has no such value.
 * Strings are exactly as in the record, never shortened.
 */
export interface EventFields {
  /** eventID as found (`eventId` of aggregated events), else null; such records are identified by a hash. */
  id: string | null;
  /** eventTime (windowStart of aggregated events) in whole seconds since 1970 UTC. */
  timeEpochSeconds: number;
  event: string | null;
  /** eventSource without `.amazonaws.com`. */
  service: string | null;
  /** Display name of the acting identity, see `principal.ts`. */
  principal: string | null;
  arn: string | null;
  /** recipientAccountId, else userIdentity.accountId, else sessionIssuer.accountId. */
  account: string | null;
  region: string | null;
  ip: string | null;
  agent: string | null;
  error: string | null;
  outcome: Outcome;
  category: Category;
  access: Access | null;
  type: string | null;
  lane: Lane;
  /** Key of the session, see `session.ts`. */
  session: string | null;
  key: string | null;
  /** Distinct resource names and ARNs, most telling first. */
  resources: string[];
  /** `true` or `false` as text. */
  mfa: string | null;
  vpce: string | null;
}

/** Fields with one dictionary value an event, in the order in which they are stored. */
export const dictionaryFields = [
  'event',
  'service',
  'principal',
  'arn',
  'account',
  'region',
  'ip',
  'agent',
  'error',
  'outcome',
  'category',
  'access',
  'type',
  'lane',
  'session',
  'key',
  'mfa',
  'vpce',
] as const satisfies readonly (keyof EventFields)[];

export type DictionaryField = (typeof dictionaryFields)[number];
