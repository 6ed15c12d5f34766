import type { EventFields } from './event.ts';

/** What an event means at a glance; each has one colour, one glyph and one word. */
export type EventMeaning = 'root' | 'denied' | 'insight' | 'data' | 'network' | 'write' | 'read';
export type Glyph =
  'filled-diamond' | 'cross' | 'filled-triangle' | 'three-lines' | 'hollow-diamond' | 'filled-square' | 'hollow-circle';

export const meanings: Readonly<Record<EventMeaning, { label: string; glyph: Glyph; token: string }>> = {
  root: { label: 'Root or new credential', glyph: 'filled-diamond', token: 'ev-root' },
  denied: { label: 'Denied', glyph: 'cross', token: 'ev-denied' },
  insight: { label: 'Insight', glyph: 'filled-triangle', token: 'ev-insight' },
  data: { label: 'Data', glyph: 'three-lines', token: 'ev-data' },
  network: { label: 'Network', glyph: 'hollow-diamond', token: 'ev-network' },
  write: { label: 'Write', glyph: 'filled-square', token: 'ev-write' },
  read: { label: 'Read', glyph: 'hollow-circle', token: 'ev-read' },
};

/** Calls that hand out or set a credential, or trust an issuer of credentials. AssumeRole is left out: it is everyday traffic. */
export const newCredentialEvents: ReadonlySet<string> = new Set([
  'CreateAccessKey',
  'CreateLoginProfile',
  'UpdateLoginProfile',
  'ChangePassword',
  'CreateServiceSpecificCredential',
  'ResetServiceSpecificCredential',
  'UploadSSHPublicKey',
  'UploadSigningCertificate',
  'CreateVirtualMFADevice',
  'EnableMFADevice',
  'CreateSAMLProvider',
  'UpdateSAMLProvider',
  'CreateOpenIDConnectProvider',
  'CreateTrustAnchor',
  'GetFederationToken',
  'GetSessionToken',
  'GetSigninToken',
  'AssumeRoot',
  'CreateOAuth2Token',
  'CreateKeyPair',
  'ImportKeyPair',
  'CreateApiKey',
  'PasswordRecoveryCompleted',
]);

export type MeaningFields = Pick<EventFields, 'type' | 'event' | 'outcome' | 'category' | 'access'>;

/** The one glyph of an event: root use or a new credential, denied, insight, data, network, write, read, in this order. */
export function eventMeaning(fields: MeaningFields): EventMeaning {
  if (fields.type === 'Root') return 'root';
  if (fields.outcome === 'success' && fields.event !== null && newCredentialEvents.has(fields.event)) return 'root';
  return fields.outcome === 'denied' ? 'denied' : callMeaning(fields);
}

/**
 * Kind of the call, whatever came of it, for tables that show the outcome elsewhere. A management event that does not say whether it
 * reads counts as a write, as in basic event selectors.
 */
export function callMeaning(fields: Pick<EventFields, 'category' | 'access'>): EventMeaning {
  switch (fields.category) {
    case 'insight':
      return 'insight';
    case 'data':
    case 'aggregated':
      return 'data';
    case 'network':
      return 'network';
    case 'management':
      return fields.access === 'read' ? 'read' : 'write';
  }
}
