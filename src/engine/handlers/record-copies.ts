import { readCopies, relation, type Relation } from '../store/copies.ts';
import { derivedOf, type LoadedIndex } from './loaded-index.ts';

/** A further record of an event. */
export interface RecordCopy {
  record: number;
  isIdentical: boolean;
}

/** Every copy of the case, so that those of one event are found by a binary search. */
class CopyTable {
  /** In order of `of`, then of `record`. */
  readonly #records: Uint32Array;
  readonly #of: Uint32Array;
  readonly #relations: Uint8Array;
  /** What a record that was found to say more was compared with. */
  readonly #poorer = new Map<number, number>();

  constructor(copies: Iterable<{ record: number; of: number; relation: Relation }>) {
    const all = [...copies].sort((a, b) => a.of - b.of || a.record - b.record);
    this.#records = Uint32Array.from(all, (copy) => copy.record);
    this.#of = Uint32Array.from(all, (copy) => copy.of);
    this.#relations = Uint8Array.from(all, (copy) => copy.relation);
    for (const copy of all) if (copy.relation === relation.richer) this.#poorer.set(copy.record, copy.of);
  }

  *#comparedWith(record: number): Generator<{ record: number; relation: number }> {
    let low = 0;
    let high = this.#of.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#of[middle]! < record) low = middle + 1;
      else high = middle;
    }
    for (let at = low; this.#of[at] === record; at++) {
      yield { record: this.#records[at]!, relation: this.#relations[at]! };
    }
  }

  /** The other records of the event that a record stands for, in the order in which they were found. */
  of(standing: number): RecordCopy[] {
    const copies: RecordCopy[] = [];
    for (let record: number | undefined = standing; record !== undefined; record = this.#poorer.get(record)) {
      // Before a richer record came, the one it replaced stood for the event; its likes are other content now.
      const isStanding = record === standing;
      if (!isStanding) copies.push({ record, isIdentical: false });
      for (const copy of this.#comparedWith(record)) {
        const isSame = copy.relation === relation.identical || copy.relation === relation.equal;
        if (copy.relation !== relation.richer) copies.push({ record: copy.record, isIdentical: isStanding && isSame });
      }
    }
    return copies.sort((a, b) => a.record - b.record);
  }
}

function copyTable({ caseFile }: LoadedIndex): CopyTable {
  return new CopyTable(readCopies(caseFile.database));
}

/** Other records of the event in a row, in the order in which the case received them. */
export function copiesOfRow(loaded: LoadedIndex, row: number): RecordCopy[] {
  return derivedOf(loaded, copyTable).of(loaded.index.recordNumbers[row]!);
}
