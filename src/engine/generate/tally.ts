import type { Manifest } from './manifest.ts';
import type { GenerateOptions } from './options.ts';
import type { InsightRecord, Story } from './stories/story.ts';
import { isoDay, isoTime } from './times.ts';
import type { Account, World } from './world.ts';

/** Counts what is written, for the manifest. */
export interface Tally {
  file(
    lengthBytes: number,
    records: readonly { timeEpochSeconds: number }[],
    place: { account: Account; region: string },
    duplicate: boolean,
  ): void;
  insight(lengthBytes: number, insight: InsightRecord): void;
  /** Distinct events so far. */
  events(): number;
  manifest(): Manifest;
}

const sorted = (counts: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));

export function createTally(options: GenerateOptions, world: World, stories: Story[]): Tally {
  const totals = { events: 0, records: 0, duplicates: 0, files: 0, insightEvents: 0, bytes: 0 };
  const byAccount = new Map<string, number>();
  const byRegion = new Map<string, number>();
  const byDay = new Map<string, number>();
  let first = Infinity;
  let last = -Infinity;
  const add = (counts: Map<string, number>, key: string, count: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + count);
  };
  const place = (account: string, region: string, times: readonly number[]): void => {
    totals.events += times.length;
    add(byAccount, account, times.length);
    add(byRegion, region, times.length);
    for (const time of times) {
      add(byDay, isoDay(time), 1);
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
  };
  const written = (lengthBytes: number, records: number): void => {
    totals.files++;
    totals.records += records;
    totals.bytes += lengthBytes;
  };
  return {
    file(lengthBytes, records, { account, region }, duplicate) {
      written(lengthBytes, records.length);
      if (duplicate) totals.duplicates += records.length;
      else
        place(
          account.id,
          region,
          records.map((record) => record.timeEpochSeconds),
        );
    },
    insight(lengthBytes, insight) {
      written(lengthBytes, 1);
      totals.insightEvents++;
      place(insight.account.id, insight.region, [insight.timeEpochSeconds]);
    },
    events: () => totals.events,
    manifest: () => ({
      generator: 'spoor',
      formatVersion: 1,
      seed: options.seed,
      options: {
        events: options.events,
        days: options.days,
        accounts: options.accounts,
        stories: [...options.stories],
        overlap: options.overlap,
      },
      firstEventTime: totals.events === 0 ? null : isoTime(first),
      lastEventTime: totals.events === 0 ? null : isoTime(last),
      totals,
      byAccount: sorted(byAccount),
      byRegion: sorted(byRegion),
      byDay: sorted(byDay),
      accounts: world.accounts.map(({ id, name, kind }) => ({ id, name, kind })),
      stories: stories.map((story) => story.truth),
    }),
  };
}
