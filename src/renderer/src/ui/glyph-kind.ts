/** The meanings an event can have on screen; each has a colour, a glyph and a word. */
export type GlyphKind = 'read' | 'write' | 'denied' | 'failed' | 'data' | 'insight' | 'network' | 'root' | 'success';

export const glyphWords: Readonly<Record<GlyphKind, string>> = {
  read: 'Read',
  write: 'Write',
  denied: 'Denied',
  failed: 'Failed',
  data: 'Data',
  insight: 'Insight',
  network: 'Network',
  root: 'Root, credential',
  success: 'Success',
};

interface CallFacts {
  category: string;
  access: string | null;
  /** userIdentity.type of the record. */
  type: string | null;
  event: string | null;
}

const credentialEvents: ReadonlySet<string> = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetFederationToken',
  'GetSessionToken',
  'CreateAccessKey',
  'CreateLoginProfile',
  'CreateServiceSpecificCredential',
  'UploadSigningCertificate',
  'UploadSSHPublicKey',
]);

/**
 * The one glyph of the kind of call, chosen in the order root or new credential, insight, data, network, write, read.
 * The outcome has its own glyph (`outcomeGlyph`), so that neither hides the other. Calls made by a service on its own
 * behalf are no new credential of anyone: routine role assumption by services would drown the rest.
 */
export function callGlyph(facts: CallFacts): GlyphKind {
  if (facts.type === 'Root') return 'root';
  if (facts.event !== null && facts.type !== 'AWSService' && credentialEvents.has(facts.event)) return 'root';
  if (facts.category === 'insight') return 'insight';
  if (facts.category === 'data') return 'data';
  if (facts.category === 'network') return 'network';
  return facts.access === 'write' ? 'write' : 'read';
}

/** Success and denied have their own glyph; every other error is failed. */
export function outcomeGlyph(outcome: string): GlyphKind {
  if (outcome === 'success') return 'success';
  return outcome === 'denied' ? 'denied' : 'failed';
}
