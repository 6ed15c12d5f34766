import { createHash, type Hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { figure, type OpenCheck } from './verify-check.ts';

interface SliceRow {
  sourceId: number;
  sequence: number;
  blockId: number;
  blockOffset: number;
  bytes: number;
}

interface SourceRow {
  id: number;
  locator: string;
  state: string;
  contentBytes: number;
  contentSha256: string | null;
  foundSha256: string | null;
}

interface OpenSource {
  hash: Hash;
  nextSequence: number;
  bytes: number;
  /** A block of it could not be read, so its hash says nothing. */
  isBroken: boolean;
}

/** Checks that the slices of every source, laid end to end, are the content that was read from it. */
export class ContentCheck {
  readonly #database: Database;
  readonly #check: OpenCheck;
  #slices: SliceRow[] = [];
  #next = 0;
  /** Slices of the block at hand, by offset. */
  #current: SliceRow[] = [];
  readonly #sources = new Map<number, OpenSource>();

  constructor(database: Database, check: OpenCheck) {
    this.#database = database;
    this.#check = check;
    check.guard(() => {
      this.#slices = database
        .prepare(
          `SELECT source_id AS sourceId, sequence, block_id AS blockId, block_offset AS blockOffset, bytes
           FROM slice ORDER BY block_id, block_offset`,
        )
        .all() as SliceRow[];
    });
  }

  /** Takes a block in; blocks come in order. `content` is null where it cannot be read. */
  block(id: number, lengthBytes: number, content: Uint8Array | null): void {
    this.#current = [];
    while ((this.#slices[this.#next]?.blockId ?? Infinity) < id) {
      const { sourceId, blockId } = this.#slices[this.#next++]!;
      this.#check.fail(`source ${sourceId} has content in block ${blockId}, which is missing`);
    }
    let offset = 0;
    for (; this.#slices[this.#next]?.blockId === id; this.#next++) {
      const slice = this.#slices[this.#next]!;
      if (slice.blockOffset !== offset) {
        const what = slice.blockOffset > offset ? 'bytes that belong to no source' : 'bytes that belong to two sources';
        this.#check.fail(`block ${id} has ${what} at ${Math.min(offset, slice.blockOffset)}`);
      }
      offset = slice.blockOffset + slice.bytes;
      this.#current.push(slice);
      this.#add(slice, content);
    }
    if (offset !== lengthBytes) this.#check.fail(`block ${id} has ${lengthBytes} bytes, its slices end at ${offset}`);
  }

  #add(slice: SliceRow, content: Uint8Array | null): void {
    let source = this.#sources.get(slice.sourceId);
    if (!source) {
      source = { hash: createHash('sha256'), nextSequence: 0, bytes: 0, isBroken: false };
      this.#sources.set(slice.sourceId, source);
    }
    if (slice.sequence !== source.nextSequence) {
      this.#check.fail(
        `source ${slice.sourceId} goes on with slice ${slice.sequence} instead of ${source.nextSequence}`,
      );
    }
    source.nextSequence = slice.sequence + 1;
    source.bytes += slice.bytes;
    if (content === null) source.isBroken = true;
    else source.hash.update(content.subarray(slice.blockOffset, slice.blockOffset + slice.bytes));
  }

  /** Source that a byte of the block at hand belongs to; 0 where none does. */
  sourceAt(id: number, offset: number): number {
    let low = 0;
    let high = this.#current.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#current[middle]!.blockOffset <= offset) low = middle;
      else high = middle - 1;
    }
    const slice = this.#current[low];
    return slice?.blockId === id && offset < slice.blockOffset + slice.bytes ? slice.sourceId : 0;
  }

  finish(): void {
    this.#check.guard(() => {
      for (; this.#next < this.#slices.length; this.#next++) {
        const { sourceId, blockId } = this.#slices[this.#next]!;
        this.#check.fail(`source ${sourceId} has content in block ${blockId}, which is missing`);
      }
      let complete = 0;
      let asFound = 0;
      let open = 0;
      const known = new Set<number>();
      const rows = this.#database
        .prepare(
          `SELECT id, locator, state, content_bytes AS contentBytes, content_sha256 AS contentSha256, found_sha256 AS foundSha256
           FROM source ORDER BY id`,
        )
        .iterate() as IterableIterator<SourceRow>;
      for (const row of rows) {
        known.add(row.id);
        const source = this.#sources.get(row.id);
        if (row.state === 'reading') {
          open++;
          continue;
        }
        if (source === undefined) {
          if (row.state === 'done' && row.contentBytes > 0) this.#check.fail(`${row.locator}: its content is missing`);
          continue;
        }
        if (source.isBroken) {
          this.#check.fail(`${row.locator}: a block with its content is damaged`);
          continue;
        }
        const sha256 = source.hash.digest('hex');
        if (source.bytes !== row.contentBytes) {
          this.#check.fail(`${row.locator}: ${source.bytes} bytes of content are here, ${row.contentBytes} were read`);
        } else if (sha256 !== row.contentSha256) {
          this.#check.fail(`${row.locator}: its content does not have the SHA-256 that was read`);
        } else {
          complete++;
          if (sha256 === row.foundSha256) asFound++;
        }
      }
      for (const id of this.#sources.keys())
        if (!known.has(id)) this.#check.fail(`slices of source ${id}, which is missing`);
      const unfinished = open > 0 ? `; ${figure(open)} are not read to their end yet` : '';
      this.#check.detail(
        `${figure(complete)} sources have the content that was read, byte for byte (${figure(asFound)} of them are the very file as found)${unfinished}`,
      );
    });
  }
}
