import { setImmediate } from 'node:timers/promises';
import { dictionaryFields } from '../../shared/cloudtrail/event.ts';
import { openCase, type CaseFile } from '../case/open.ts';
import { CaseIndex } from '../store/case-index.ts';
import { PreparedSearches } from './prepared-searches.ts';

/** One state of a case in memory, with a connection of its own, and what was computed from it. */
export interface LoadedIndex {
  readonly generation: number;
  readonly caseFile: CaseFile;
  readonly index: CaseIndex;
  readonly searches: PreparedSearches;
  /** Values derived from the index, made on first use by whoever needs them. */
  readonly derived: WeakMap<object, unknown>;
}

/**
 * Loads the newest committed state. With `inBackground` other work of the thread has its turn between columns; what is
 * loaded is one state all the same, since a read transaction spans it. It ends here, so that the writer's log can shrink.
 */
export async function loadIndex(file: string, generation: number, inBackground: boolean): Promise<LoadedIndex> {
  const caseFile = openCase(file, { mode: 'read', program: 'Spoor' });
  try {
    const index = new CaseIndex(caseFile.database);
    for (const field of dictionaryFields) {
      if (inBackground) await setImmediate();
      // Everything a search can ask for has to be here before the transaction ends.
      index.column(field);
      index.dictionary(field);
    }
    if (inBackground) await setImmediate();
    index.settle();
    return { generation, caseFile, index, searches: new PreparedSearches(index), derived: new WeakMap() };
  } catch (error) {
    caseFile.close();
    throw error;
  }
}

/** What `make` computes from an index, computed once. `make` itself is the key. */
export function derivedOf<Value extends object>(loaded: LoadedIndex, make: (loaded: LoadedIndex) => Value): Value {
  const known = loaded.derived.get(make) as Value | undefined;
  if (known !== undefined) return known;
  const made = make(loaded);
  loaded.derived.set(make, made);
  return made;
}
