import type { Access } from './event.ts';
import { flag } from './record.ts';

/**
 * Read or write as the service said in `readOnly`. Never guessed from the verb: AssumeRole and KMS Encrypt are reads, GetFederationToken
 * is a write. Null where the record does not say (before version 1.01, Insights, network activity).
 */
export function accessOf(readOnly: unknown): Access | null {
  const isReadOnly = flag(readOnly);
  return isReadOnly === null ? null : isReadOnly ? 'read' : 'write';
}
