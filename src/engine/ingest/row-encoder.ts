import { dictionaryFields, type DictionaryField, type EventFields } from '../../shared/cloudtrail/event.ts';
import type { IdColumn } from '../store/columns.ts';
import { listedSet, singleSet } from '../store/resource-sets.ts';

/** Recently used values of a dictionary, a power of two. */
const recentValues = 256;

/** A dictionary of one parser: ids from 1 in order of appearance. */
class LocalDictionary {
  readonly #ids = new Map<string, number>();
  #fresh: string[] = [];
  // A map has to hash every string that was just parsed; comparing it with the likely one is cheaper.
  readonly #recent: string[] = Array.from({ length: recentValues }, () => '');
  readonly #recentIds = new Int32Array(recentValues);

  /** Id of a value; 0 for none. */
  idOf(value: string | null): number {
    if (value === null) return 0;
    const length = value.length;
    const slot =
      (length * 31 + value.charCodeAt(length - 1) * 17 + value.charCodeAt(length >>> 1)) & (recentValues - 1);
    if (this.#recent[slot] === value && length > 0) return this.#recentIds[slot]!;
    const id = this.#find(value);
    this.#recent[slot] = value;
    this.#recentIds[slot] = id;
    return id;
  }

  #find(value: string): number {
    let id = this.#ids.get(value);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(value, id);
      this.#fresh.push(value);
    }
    return id;
  }

  takeFresh(): string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}

/** Turns field values into ids of dictionaries that live as long as their parser. */
export class RowEncoder {
  readonly #of = Object.fromEntries(dictionaryFields.map((field) => [field, new LocalDictionary()])) as Record<
    DictionaryField,
    LocalDictionary
  >;
  readonly #resources = new LocalDictionary();
  readonly #pairs = new Map<number, number>();
  readonly #sets = new Map<string, number>();
  #setCount = 0;
  #freshSets: number[][] = [];

  /** Writes the ids of one event into row `row`. Field by field: a loop over names costs several times as much. */
  encode(fields: EventFields, columns: Record<IdColumn, Uint32Array>, row: number): void {
    const of = this.#of;
    columns.event[row] = of.event.idOf(fields.event);
    columns.service[row] = of.service.idOf(fields.service);
    columns.principal[row] = of.principal.idOf(fields.principal);
    columns.arn[row] = of.arn.idOf(fields.arn);
    columns.account[row] = of.account.idOf(fields.account);
    columns.region[row] = of.region.idOf(fields.region);
    columns.ip[row] = of.ip.idOf(fields.ip);
    columns.agent[row] = of.agent.idOf(fields.agent);
    columns.error[row] = of.error.idOf(fields.error);
    columns.outcome[row] = of.outcome.idOf(fields.outcome);
    columns.category[row] = of.category.idOf(fields.category);
    columns.access[row] = of.access.idOf(fields.access);
    columns.type[row] = of.type.idOf(fields.type);
    columns.lane[row] = of.lane.idOf(fields.lane);
    columns.session[row] = of.session.idOf(fields.session);
    columns.key[row] = of.key.idOf(fields.key);
    columns.mfa[row] = of.mfa.idOf(fields.mfa);
    columns.vpce[row] = of.vpce.idOf(fields.vpce);
    columns.resources[row] = this.#setOf(fields.resources);
  }

  #setOf(resources: readonly string[]): number {
    if (resources.length === 0) return 0;
    const first = this.#resources.idOf(resources[0]!);
    if (resources.length === 1) return singleSet(first);
    if (resources.length === 2) return listedSet(this.#pairOf(first, this.#resources.idOf(resources[1]!)));
    const members = resources.map((resource) => this.#resources.idOf(resource));
    const key = members.join();
    let id = this.#sets.get(key);
    if (id === undefined) {
      id = this.#newSet(members);
      this.#sets.set(key, id);
    }
    return listedSet(id);
  }

  #pairOf(first: number, second: number): number {
    // Ids stay far below 2^26: both fit the whole numbers of a double.
    const key = first * 0x4000000 + second;
    let id = this.#pairs.get(key);
    if (id === undefined) {
      id = this.#newSet([first, second]);
      this.#pairs.set(key, id);
    }
    return id;
  }

  #newSet(members: number[]): number {
    this.#freshSets.push(members);
    return ++this.#setCount;
  }

  /** What the ids given out since the last call stand for. */
  takeFresh(): { fresh: Record<string, string[]>; freshSets: number[][] } {
    const fresh: Record<string, string[]> = { resource: this.#resources.takeFresh() };
    for (const field of dictionaryFields) fresh[field] = this.#of[field].takeFresh();
    const freshSets = this.#freshSets;
    this.#freshSets = [];
    return { fresh, freshSets };
  }
}
