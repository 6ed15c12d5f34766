import type { Database } from 'better-sqlite3';
import { removedRecords } from './open.ts';
import { figure, type OpenCheck } from './verify-check.ts';

/** Checks that every count of the case agrees with every other. Returns what to say when they do. */
export function verifyCounts(database: Database, check: OpenCheck): string {
  const uneven = database
    .prepare(
      'SELECT locator, seen, added, duplicates, rejected FROM source WHERE seen <> added + duplicates + rejected',
    )
    .all() as { locator: string; seen: number; added: number; duplicates: number; rejected: number }[];
  for (const { locator, seen, added, duplicates, rejected } of uneven) {
    check.fail(`${locator}: ${seen} seen, but ${added} added, ${duplicates} duplicates and ${rejected} rejected`);
  }
  const sums = database
    .prepare(
      `SELECT coalesce(sum(seen), 0) AS seen, coalesce(sum(added), 0) AS added, coalesce(sum(duplicates), 0) AS duplicates,
       coalesce(sum(rejected), 0) AS rejected FROM source`,
    )
    .get() as { seen: number; added: number; duplicates: number; rejected: number };
  const count = (sql: string): number => database.prepare(sql).pluck().get() as number;
  const records = count('SELECT coalesce(sum(records), 0) FROM block') - removedRecords(database);
  const events = count('SELECT coalesce(sum(rows), 0) FROM chunk') - count('SELECT count(*) FROM superseded');
  if (records !== sums.added + sums.duplicates) {
    check.fail(`the blocks hold ${records} records, the sources say ${sums.added + sums.duplicates}`);
  }
  if (events !== sums.added) check.fail(`the index has ${events} events, the sources say ${sums.added}`);
  const { seen, added, duplicates, rejected } = sums;
  return (
    `${figure(seen)} seen = ${figure(added)} added + ${figure(duplicates)} duplicates + ${figure(rejected)} rejected; ` +
    `${figure(records)} records stored, ${figure(events)} events`
  );
}
