import type { EventRow } from '../../../../shared/contract/search.ts';
import type { Outcome } from '../../../../shared/cloudtrail/event.ts';
import { callMeaning, eventMeaning } from '../../../../shared/cloudtrail/glyph.ts';
import { formatIso } from '../../ui/format/time.ts';
import type { GlyphKind } from '../../ui/glyph-kind.ts';

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  success: 'Success',
  denied: 'Denied',
  throttled: 'Throttled',
  notfound: 'Not found',
  invalid: 'Invalid',
  failed: 'Failed',
};

export function outcomeWord(outcome: string): string {
  return Object.hasOwn(outcomeWords, outcome) ? outcomeWords[outcome as Outcome] : outcome;
}

export const categoryWords: Readonly<Record<string, string>> = {
  management: 'Management',
  data: 'Data',
  insight: 'Insight',
  network: 'Network activity',
  aggregated: 'Aggregated',
};

/** Glyph before the name: root use or a new credential, else the kind of call; the outcome has its own column. */
export function rowGlyph(row: EventRow): GlyphKind {
  const meaning = eventMeaning({ ...row, outcome: 'success' });
  return meaning === 'root' && row.outcome === 'denied' ? callMeaning(row) : meaning;
}

/** The name the analyst gave an account, or null. */
export type AccountNames = Readonly<Record<string, string>>;

export function accountName(account: string | null, names: AccountNames): string | null {
  return account === null || !Object.hasOwn(names, account) ? null : (names[account] ?? null);
}

/** One row as tab separated text: UTC ISO time and full values, one line whatever is in them. */
export function rowText(row: EventRow, fields: readonly (keyof EventRow)[]): string {
  const one = (value: unknown) => (typeof value === 'string' ? value.replace(/[\t\r\n]+/g, ' ') : '');
  return [formatIso(row.timeEpochSeconds), ...fields.map((field) => one(row[field]))].join('\t');
}
