import { expect, test } from 'vitest';
import { createOpenCases } from '../../src/main/open-cases.ts';
import type { RecentCases } from '../../src/main/recent-cases.ts';
import type { CaseSummary } from '../../src/shared/contract/case.ts';
import { sampleSummary } from '../ui/support/samples.ts';

/** What the list of cases was told, newest last. */
function recorded() {
  const notes: { events: number; title: string; isOpening: boolean }[] = [];
  const recent: RecentCases = {
    list: () => [],
    noteSummary: (_file, { events, settings }, opened) => {
      notes.push({ events, title: settings.title, isOpening: opened !== null });
    },
    noteLeftOff: () => undefined,
    forget: () => undefined,
  };
  return { recent, notes };
}

test('figures are noted at intervals while a case grows, and the last ones when it is left', () => {
  const { recent, notes } = recorded();
  let nowMilliseconds = 10_000;
  const cases = createOpenCases(recent, () => nowMilliseconds);
  const changed = (events: number, title = 'Leak') => {
    const summary: CaseSummary = { ...sampleSummary, events, settings: { ...sampleSummary.settings, title } };
    cases.onEvent({ clients: null, message: { name: 'case.changed', payload: { generation: events, summary } } });
  };
  cases.afterEngineCall('window', 'case.open', {}, { ...sampleSummary, events: 0 });
  changed(1, sampleSummary.settings.title);
  changed(2, sampleSummary.settings.title);
  expect(notes.map(({ events }) => events)).toEqual([0]);
  // A new title shows at once.
  changed(3);
  nowMilliseconds += 2_000;
  changed(4);
  changed(5);
  expect(notes.map(({ events }) => events)).toEqual([0, 3, 4]);
  cases.afterEngineCall('window', 'case.close', {}, null);
  cases.release('window');
  expect(notes.at(-1)).toEqual({ events: 5, title: 'Leak', isOpening: false });
  expect(notes).toHaveLength(4);
  expect(cases.pathOf('window')).toBeNull();
});
