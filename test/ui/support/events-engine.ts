import { callMeaning } from '../../../src/shared/cloudtrail/glyph.ts';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import type { CaseSummary } from '../../../src/shared/contract/case.ts';
import type { SavedSearch } from '../../../src/shared/contract/marks.ts';
import type {
  EventRow,
  FacetName,
  FacetResult,
  HistogramResult,
  HistogramSeries,
  ResultLine,
} from '../../../src/shared/contract/search.ts';
import type { CallInput } from '../../../src/shared/contract/calls.ts';
import { scopeSchema } from '../../../src/shared/contract/search.ts';
import { compileQuery, fieldValues, type QuerySubject } from '../../../src/shared/query/evaluate.ts';
import { parseQuery } from '../../../src/shared/query/parse.ts';
import { isQueryField } from '../../../src/shared/query/fields.ts';
import type { Answers } from './fake-bridge.ts';
import { sampleSummary } from './samples.ts';

/** Inputs as a caller may pass them. */
type AskedScope = CallInput<'search.run'>['scope'];
type AskedTarget = CallInput<'marks.bookmark'>['target'];
type Field = Parameters<typeof fieldValues>[0];

/** Searches over plain records by the reference evaluator: what the screen may expect of the real engine. */
export class EventsEngine {
  readonly subjects: QuerySubject[];
  readonly bookmarks = new Set<string>();
  readonly notes = new Map<string, string>();
  readonly saved: SavedSearch[] = [];
  summary: CaseSummary;
  readonly #undo = new Map<string, () => void>();

  constructor(records: readonly Record<string, unknown>[]) {
    this.subjects = records
      .map((record) => ({
        fields: normalise(record),
        raw: JSON.stringify(record),
        record,
        source: 'trail.json.gz',
        tags: [] as string[],
        findings: [],
      }))
      .sort((a, b) => a.fields.timeEpochSeconds - b.fields.timeEpochSeconds);
    const times = this.subjects.map(({ fields }) => fields.timeEpochSeconds);
    this.summary = {
      ...sampleSummary,
      events: records.length,
      firstEpochSeconds: times[0] ?? null,
      lastEpochSeconds: times.at(-1) ?? null,
    };
  }

  #found(scope: AskedScope): QuerySubject[] {
    const { query } = scopeSchema.parse(scope);
    const parsed = typeof query === 'string' ? parseQuery(query) : { ok: true as const, query };
    if (!parsed.ok) throw new Error(parsed.error.message);
    const test = compileQuery(parsed.query);
    const from = scope.range?.fromEpochSeconds ?? -Infinity;
    const to = scope.range?.toEpochSeconds ?? Infinity;
    return this.subjects.filter(
      (subject) => subject.fields.timeEpochSeconds >= from && subject.fields.timeEpochSeconds < to && test(subject),
    );
  }

  #row(subject: QuerySubject): EventRow {
    const { resources, ...fields } = subject.fields;
    const id = fields.id ?? '';
    return {
      ...fields,
      id,
      resource: resources[0] ?? null,
      source: subject.source,
      marks: {
        bookmarked: this.bookmarks.has(id),
        tags: [...subject.tags],
        hasNote: this.notes.has(id),
        findings: [...subject.findings],
      },
    };
  }

  #lines(input: { scope: AskedScope; order: 'asc' | 'desc' }): ResultLine[] {
    const found = this.#found(input.scope);
    if (input.order === 'desc') found.reverse();
    return found.map((subject, line) => ({
      line,
      event: this.#row(subject),
      repeats: 1,
      fromEpochSeconds: subject.fields.timeEpochSeconds,
      toEpochSeconds: subject.fields.timeEpochSeconds,
      member: false,
    }));
  }

  #facet(scope: AskedScope, field: string, contains = '', limit = 500): FacetResult {
    const counts = new Map<string, number>();
    let missing = 0;
    // The real engine leaves the facet's own filter out; no test here needs it to.
    for (const subject of this.#found(scope)) {
      const values = isQueryField(field) && field !== 'time' ? fieldValues(field as Field, subject) : [];
      if (values.length === 0) missing += 1;
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts].filter(([value]) => value.toLowerCase().includes(contains.toLowerCase()));
    values.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return { values: values.slice(0, limit), distinct: values.length, missing };
  }

  #histogram(scope: AskedScope): HistogramResult | null {
    const found = this.#found(scope);
    const first = found[0]?.fields.timeEpochSeconds;
    const last = found.at(-1)?.fields.timeEpochSeconds;
    if (first === undefined || last === undefined) return null;
    const bucketSeconds = 60;
    const startEpochSeconds = Math.floor(first / bucketSeconds) * bucketSeconds;
    const size = Math.floor((last - startEpochSeconds) / bucketSeconds) + 1;
    const empty = () => Array.from({ length: size }, () => 0);
    const counts = empty();
    const series: Record<HistogramSeries, number[]> = {
      read: empty(),
      write: empty(),
      data: empty(),
      network: empty(),
      denied: empty(),
    };
    for (const { fields } of found) {
      const bucket = Math.floor((fields.timeEpochSeconds - startEpochSeconds) / bucketSeconds);
      const meaning = callMeaning(fields);
      const name: HistogramSeries =
        fields.outcome === 'denied' ? 'denied' : meaning === 'read' || meaning === 'data' ? meaning : 'write';
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      series[name][bucket] = (series[name][bucket] ?? 0) + 1;
    }
    return { bucketSeconds, startEpochSeconds, counts, series };
  }

  #subject(id: string): QuerySubject {
    const found = this.subjects.find(({ fields }) => fields.id === id);
    if (found === undefined) throw new Error(`no event ${id}`);
    return found;
  }

  #ids(target: AskedTarget): string[] {
    return 'ids' in target ? target.ids : this.#found(target.scope).map(({ fields }) => fields.id ?? '');
  }

  #changed(changed: number, undo: () => void) {
    const undoToken = `undo-${this.#undo.size}`;
    this.#undo.set(undoToken, undo);
    return { changed, undoToken };
  }

  /** Answers for a fake bridge. A change of marks is announced by the test (`marks.changed`). */
  answers(): Answers {
    return {
      'case.current': () => this.summary,
      'search.run': ({ scope, facets, facetLimit, histogram }) => {
        const matches = this.#found(scope).length;
        return {
          generation: this.summary.generation,
          total: this.subjects.length,
          matches,
          milliseconds: 4,
          facets: Object.fromEntries(facets.map((name: FacetName) => [name, this.#facet(scope, name, '', facetLimit)])),
          histogram: histogram ? this.#histogram(scope) : null,
        };
      },
      'search.rows': (input) => {
        const lines = this.#lines(input);
        return {
          generation: this.summary.generation,
          matches: lines.length,
          lineCount: lines.length,
          lines: lines.slice(input.from, input.from + input.count),
        };
      },
      'search.lineOf': (input) => {
        const line = this.#lines(input).findIndex(({ event }) => event.id === input.eventId);
        return { line: line < 0 ? null : line };
      },
      'search.facet': ({ scope, field, contains, limit }) => this.#facet(scope, field, contains, limit),
      'search.complete': ({ scope, field, text, limit }) => ({
        values: this.#facet(scope, field, text, limit).values.map(([value, count]) => ({ value, count })),
        matches: this.#found(scope).length,
      }),
      'search.valueCounts': ({ scope, field, values }) => {
        const counts = new Map(this.#facet(scope, field).values);
        return { counts: values.map((value) => counts.get(value) ?? 0) };
      },
      'search.compare': ({ scope }) => ({
        matches: this.#found(scope).length,
        beforeFromEpochSeconds: null,
        beforeToEpochSeconds: null,
        matchesBefore: 0,
        lastBeforeEpochSeconds: null,
      }),
      'search.extent': ({ scope }) => {
        const found = this.#found(scope).map(({ fields }) => ({
          id: fields.id ?? '',
          timeEpochSeconds: fields.timeEpochSeconds,
        }));
        return { matches: found.length, first: found[0] ?? null, last: found.at(-1) ?? null };
      },
      'search.nextMarked': () => null,
      'timeline.context': () => ({
        caseFromEpochSeconds: this.summary.firstEpochSeconds,
        caseToEpochSeconds: this.summary.lastEpochSeconds,
        uncollected: [],
        markers: [],
      }),
      'event.detail': ({ eventId }) => {
        const subject = this.#subject(eventId);
        const note = this.notes.get(eventId);
        return {
          row: this.#row(subject),
          fields: subject.fields,
          recordText: subject.raw,
          recordLength: subject.raw.length,
          sha256: '0123456789abcdef'.repeat(4),
          lengthBytes: subject.raw.length,
          source: { id: 1, displayName: 'trail.json.gz', locator: 'trail.json.gz', sha256: null, position: 'byte 0' },
          copies: 0,
          conflicts: 0,
          note: note === undefined ? null : { text: note, editedEpochSeconds: 0 },
        };
      },
      'marks.bookmark': ({ target, on }) => {
        const ids = this.#ids(target);
        const set = (wanted: boolean) => {
          for (const id of ids) {
            if (wanted) this.bookmarks.add(id);
            else this.bookmarks.delete(id);
          }
        };
        set(on);
        return this.#changed(ids.length, () => set(!on));
      },
      'marks.tag': ({ target, tag, on }) => {
        const ids = this.#ids(target);
        for (const id of ids) {
          const tags = this.#subject(id).tags as string[];
          const at = tags.indexOf(tag);
          if (on && at < 0) tags.push(tag);
          else if (!on && at >= 0) tags.splice(at, 1);
        }
        return this.#changed(ids.length, () => undefined);
      },
      'marks.note': ({ eventId, text }) => {
        if (text === '') this.notes.delete(eventId);
        else this.notes.set(eventId, text);
        return this.#changed(1, () => undefined);
      },
      'marks.undo': ({ undoToken }) => {
        this.#undo.get(undoToken)?.();
        return this.#changed(1, () => undefined);
      },
      'marks.tags': () => [],
      'saved.list': () => this.saved,
      'saved.save': (input) => {
        const made: SavedSearch = { ...input, id: `saved-${this.saved.length}`, savedEpochSeconds: 0 };
        this.saved.push(made);
        return made;
      },
      'saved.delete': ({ id }) => {
        this.saved.splice(
          this.saved.findIndex((each) => each.id === id),
          1,
        );
        return null;
      },
    };
  }
}
