import type { CaseSettings, CaseSummary } from '../../../../shared/contract/case.ts';
import type { Bridge } from '../../bridge.ts';
import { caseChanged, recordEdit } from '../../state/actions.ts';
import { changePreference } from '../../state/preferences.ts';

/** The account numbers to offer a name for: those of the case, most events first, then others that have a name. */
export function accountRows(summary: CaseSummary): { account: string; events: number | null }[] {
  const known = new Set(summary.accounts.map(({ account }) => account));
  const others = Object.keys(summary.settings.accountNames).filter((account) => !known.has(account));
  return [
    ...summary.accounts
      .filter(({ account }) => /^\d{12}$/.test(account))
      .toSorted((a, b) => b.events - a.events)
      .map(({ account, events }) => ({ account, events })),
    ...others.toSorted().map((account) => ({ account, events: null })),
  ];
}

/** What differs, or null when nothing does. Names are trimmed; an empty one is no name. */
export function changedSettings(before: CaseSettings, edited: CaseSettings): Partial<CaseSettings> | null {
  const names = Object.fromEntries(
    Object.entries(edited.accountNames).flatMap(([account, name]) =>
      name.trim() === '' ? [] : [[account, name.trim()] as const],
    ),
  );
  const entriesOf = (of: Record<string, string>) => JSON.stringify(Object.entries(of).toSorted());
  const changes: Partial<CaseSettings> = {
    ...(edited.title.trim() === before.title ? {} : { title: edited.title.trim() }),
    ...(edited.reference.trim() === before.reference ? {} : { reference: edited.reference.trim() }),
    ...(edited.timeZone === before.timeZone ? {} : { timeZone: edited.timeZone }),
    ...(entriesOf(names) === entriesOf(before.accountNames) ? {} : { accountNames: names }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
}

/** The summary is asked for, not made up: the host notes it for the list of cases. */
async function store(bridge: Bridge, changes: Partial<CaseSettings>): Promise<void> {
  await bridge.call('case.settings.set', changes);
  caseChanged(await bridge.call('case.summary', {}));
  if (changes.timeZone !== undefined) await changePreference(bridge, { timeZone: changes.timeZone });
}

/** Stores changed settings and puts the step on the undo stack. */
export async function saveSettings(
  bridge: Bridge,
  before: CaseSettings,
  changes: Partial<CaseSettings>,
): Promise<void> {
  await store(bridge, changes);
  const old = Object.fromEntries(
    Object.keys(changes).map((key) => [key, before[key as keyof CaseSettings]]),
  ) as Partial<CaseSettings>;
  recordEdit(
    'case settings',
    () => store(bridge, old),
    () => store(bridge, changes),
  );
}
