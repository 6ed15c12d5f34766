import type { Random } from './random.ts';
import type { TimedRecord } from './traffic/slot.ts';
import { fileTime, isoTime } from './times.ts';
import { organizationId } from './world.ts';

/** A log file, not yet compressed. */
export interface GeneratedFile {
  /** Path below the output folder as in a trail's bucket, with `/`, ending in `.json` (a sink adds `.gz`). */
  path: string;
  text: string;
  records: number;
}

export type Folder = 'CloudTrail' | 'CloudTrail-Insight';

/** Key of a file in the bucket. The organization's trail has the organization's id in the path, an account's own has not. */
export function filePath(options: {
  account: string;
  region: string;
  folder: Folder;
  organization: boolean;
  deliveredEpochSeconds: number;
  unique: string;
}): string {
  const { account, region, folder, deliveredEpochSeconds } = options;
  const day = isoTime(deliveredEpochSeconds).slice(0, 10).replaceAll('-', '/');
  const owner = options.organization ? `${organizationId}/${account}` : account;
  return `AWSLogs/${owner}/${folder}/${region}/${day}/${account}_${folder}_${region}_${fileTime(deliveredEpochSeconds)}_${options.unique}.json`;
}

/** Share of real files whose records are not in the order of time. */
const unsortedShare = 0.27;

/** The records of one file in the order in which CloudTrail might write them. */
export function fileText(records: TimedRecord[], random: Random): string {
  records.sort((one, other) => one.timeEpochSeconds - other.timeEpochSeconds);
  if (records.length > 2 && random.chance(unsortedShare)) {
    for (let swaps = Math.max(1, records.length >> 2); swaps > 0; swaps--) {
      const from = random.below(records.length);
      const [moved] = records.splice(from, 1);
      if (moved !== undefined) records.splice(random.below(records.length + 1), 0, moved);
    }
  }
  return `{"Records":[${records.map((record) => record.text).join(',')}]}`;
}
