import type { Random } from './random.ts';
import { fileTime, isoTime } from './times.ts';
import { organizationId } from './world.ts';

/** A log file, not yet compressed. */
export interface GeneratedFile {
  /** Path below the output folder as in a trail's bucket, with `/`, ending in `.json` (a sink adds `.gz`). */
  path: string;
  /** One line of JSON, the sink's to keep. */
  bytes: Uint8Array;
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

/** A record in the bytes of an arena. */
export interface StoredRecord {
  timeEpochSeconds: number;
  start: number;
  end: number;
}

/**
 * The bytes of the records of one window. Records are put together from many short strings; turning each into bytes
 * at once lets those strings die young, which halves the time of a run. The memory is used again for each window.
 */
export class Arena {
  private bytes: Buffer = Buffer.allocUnsafeSlow(4 << 20);
  private used = 0;

  add(timeEpochSeconds: number, text: string): StoredRecord {
    // Three bytes a character are the most that UTF-8 needs.
    if (this.used + text.length * 3 > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.used + text.length * 3));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    const start = this.used;
    this.used += this.bytes.write(text, start, 'utf8');
    return { timeEpochSeconds, start, end: this.used };
  }

  clear(): void {
    this.used = 0;
  }

  /** `{"Records":[…]}` of the given records, in this order. */
  file(records: readonly StoredRecord[]): Buffer {
    const head = '{"Records":[';
    let length = head.length + 2 + Math.max(0, records.length - 1);
    for (const { start, end } of records) length += end - start;
    const file = Buffer.allocUnsafe(length);
    let position = file.write(head, 'latin1');
    for (const { start, end } of records) {
      if (position > head.length) file[position++] = 0x2c;
      position += this.bytes.copy(file, position, start, end);
    }
    file.write(']}', position, 'latin1');
    return file;
  }
}

/** Share of real files whose records are not in the order of time. */
const unsortedShare = 0.27;

/** Puts the records of one file in an order in which CloudTrail might write them. */
export function orderRecords(records: StoredRecord[], random: Random): void {
  records.sort((one, other) => one.timeEpochSeconds - other.timeEpochSeconds);
  if (records.length <= 2 || !random.chance(unsortedShare)) return;
  for (let swaps = Math.max(1, records.length >> 2); swaps > 0; swaps--) {
    const from = random.below(records.length);
    const to = random.below(records.length);
    const [one, other] = [records[from], records[to]];
    if (one !== undefined && other !== undefined) [records[from], records[to]] = [other, one];
  }
}
