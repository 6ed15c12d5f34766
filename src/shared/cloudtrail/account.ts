import { object, text } from './record.ts';
import type { JsonObject } from './record.ts';

/**
 * Account a record belongs to: who got this copy, else who called, else who issued the session (the order of AWS's own processing
 * library), else `accountId` of an aggregated event. Null where none is named.
 */
export function accountOf(record: JsonObject, identity: JsonObject): string | null {
  return (
    accountText(record['recipientAccountId']) ??
    accountText(identity['accountId']) ??
    accountText(object(object(identity['sessionContext'])['sessionIssuer'])['accountId']) ??
    accountText(record['accountId'])
  );
}

/** Tools that guess types turn account numbers into numbers and lose leading zeros. */
function accountText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value).padStart(12, '0');
  return text(value);
}
