import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentFamily } from '../../../src/shared/cloudtrail/agent-family.ts';
import { dictionaryFields, type EventFields } from '../../../src/shared/cloudtrail/event.ts';
import { normalise } from '../../../src/shared/cloudtrail/normalise.ts';
import { formatTime } from '../../../src/shared/cloudtrail/time.ts';
import { compileQuery, type QuerySubject } from '../../../src/shared/query/evaluate.ts';
import {
  CaseIndex,
  openCase,
  prepareSearch,
  search,
  type CaseFile,
  type FacetField,
} from '../../../src/engine/entry.ts';
import { folderSink } from '../../../src/engine/generate/folder-sink.ts';
import { generate } from '../../../src/engine/generate/generate.ts';
import { completeOptions } from '../../../src/engine/generate/options.ts';
import { randomQuery, seededRandom, type QueryVocabulary } from '../../support/random-query.ts';
import { jsonLines, logFile, lookupEvent, record, text } from '../../support/fixtures.ts';
import { importLogs, writeFiles, zipOf } from '../../support/import-logs.ts';

// `npm run test:oracle` asks 10,000.
const isFull = process.env.npm_lifecycle_event === 'test:oracle';
const queries = Number(process.env.SPOOR_ORACLE_QUERIES ?? (isFull ? 10_000 : 1_000));
const seeds = 4;

const awkward = [
  'acme-payroll',
  'MyBackdoorUser1',
  'line\nbreak',
  'Kelvin \u212Aelvin İstanbul ſharp naïve',
  '日本語 bucket \u{1F600}smile',
  'quote"inside\\back/slash',
  `${'k'.repeat(140)} end`,
  'name1234567890',
  '198.51.100.230',
  '<script>alert(1)</script>',
  '12',
  '',
];

/** Letters as escapes, as somebody writes who does not want to be found. */
const disguised = (json: string): string =>
  json.replaceAll('backdoor', '\\u0062ackdoo\\u0072').replaceAll('Bucket', '\\u0042ucket');

function hostileFiles(seed: number): Record<string, string> {
  const random = seededRandom(seed);
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const make = (number: number) =>
    record(number, {
      eventTime: `2026-03-14T0${2 + (number % 3)}:${String(number % 60).padStart(2, '0')}:00Z`,
      eventName: any(['PutObject', 'ConsoleLogin', 'CreateUser', awkward[number % awkward.length]]),
      sourceIPAddress: any(['198.51.100.23', '2001:db8::1', 's3.amazonaws.com', '255.0.0.1', null]),
      errorCode: any([undefined, 'AccessDenied', 'Client.UnauthorizedOperation']),
      readOnly: any([true, false, 'true', undefined]),
      requestParameters: {
        bucketName: any(awkward),
        items: [{ name: any(awkward) }, { name: number }],
        'with.dot': any([1, 1.5, true, null]),
      },
      resources:
        random() < 0.3
          ? [{ ARN: any(['arn:aws:s3:::acme', 'arn:aws:s3:::acme/x']) }, { ARN: 'arn:aws:s3:::shared' }]
          : undefined,
    });
  const list = Array.from({ length: 24 }, (_, i) => make(seed * 1_000 + i));
  return {
    'pretty.json': JSON.stringify({ Records: list.slice(0, 8) }, null, 3),
    'lines.jsonl':
      jsonLines(list.slice(8, 13)) + disguised(jsonLines([record(seed * 1_000 + 200, { note: 'a backdoor Bucket' })])),
    'lookup.json': text({ Events: list.slice(13, 18).map(lookupEvent) }),
    'copies.json': logFile([...list.slice(16, 24), list[0], { ...list[1], eventName: 'Differs' }]),
  };
}

/** One record for each event as the reference sees it, read from the case the plain way. */
function subjectsOf(index: CaseIndex, marks: ReadonlyMap<string, string[]>): QuerySubject[] {
  return Array.from({ length: index.count }, (_, row) => {
    const raw = Buffer.from(index.raw.readRecord(index.recordNumbers[row]!)).toString('utf8');
    const value = JSON.parse(raw) as Record<string, unknown>;
    const fields: EventFields = { ...normalise(value), id: index.eventId(row) };
    const source = index.sources.values[index.sourceIds[row]!] ?? null;
    return { fields, raw, record: value, source, tags: marks.get(fields.id!) ?? [], findings: [] };
  });
}

function vocabularyOf(subjects: readonly QuerySubject[], random: () => number): QueryVocabulary {
  const sample = Array.from({ length: 40 }, () => subjects[Math.floor(random() * subjects.length)]!);
  const valuesOf = (pick: (subject: QuerySubject) => string | null | undefined): string[] => [
    ...new Set(sample.map(pick).filter((value): value is string => value !== null && value !== undefined)),
  ];
  const fields: Record<string, string[]> = {};
  for (const field of dictionaryFields) fields[field] = valuesOf(({ fields: of }) => of[field]);
  fields['resource'] = valuesOf(({ fields: of }) => of.resources[0]);
  fields['source'] = valuesOf(({ source }) => source);
  fields['id'] = valuesOf(({ fields: of }) => of.id);
  fields['time'] = valuesOf(({ fields: of }) => formatTime(of.timeEpochSeconds));
  fields['tag'] = ['suspicious', 'To Do'];
  const stretch = ({ raw }: QuerySubject): string => {
    const start = Math.floor(random() * raw.length);
    return raw.slice(start, start + 1 + Math.floor(random() * 20));
  };
  const words = [...sample.map(stretch), ...awkward.filter((value) => value !== ''), 'backdoor', 'Bucket', 'nowhere'];
  const paths = [
    'requestParameters.bucketName',
    'requestParameters.items.name',
    'requestParameters.with.dot',
    'eventName',
    'no.such',
  ];
  return { fields, words, paths: Object.fromEntries(paths.map((name) => [name, [...awkward, '1.5', 'true']])) };
}

const facetFields: FacetField[] = ['event', 'service', 'error', 'source', 'resource', 'outcome', 'tag'];

/** A facet of a set of events, counted by hand. */
function countFacet(subjects: readonly QuerySubject[], field: FacetField): [string, number][] {
  const counts = new Map<string, number>();
  for (const { fields, source, tags } of subjects) {
    const one =
      field === 'source'
        ? source
        : field === 'resource' || field === 'tag' || field === 'finding'
          ? null
          : fields[field];
    const values = field === 'resource' ? fields.resources : field === 'tag' ? tags : one === null ? [] : [one];
    for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

describe('search on a case made by imports', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-oracle-'));
  const file = path.join(folder, 'x.spoor');
  let opened: CaseFile;
  let index: CaseIndex;
  let subjects: QuerySubject[];

  beforeAll(async () => {
    const logs = path.join(folder, 'logs');
    await generate(completeOptions({ events: 40, seed: 'oracle', overlap: 0.1 }), folderSink(logs, { gzip: true }));
    await importLogs(file, logs);
    // A second import into the same case: a member, a file that changed, richer and other copies.
    writeFiles(logs, hostileFiles(1));
    await importLogs(file, logs, { parsers: 2 });
    writeFiles(logs, { ...hostileFiles(2), 'more.zip': await zipOf(Object.entries(hostileFiles(3))) });
    await importLogs(file, logs);
    const marks = new Map<string, string[]>();
    const writer = openCase(file, { mode: 'write', program: 'test' });
    const mark = writer.database.prepare('INSERT INTO mark (kind, name, event_id, created_ms) VALUES (?, ?, ?, 0)');
    for (let number = 1_000; number < 1_012; number++) {
      const id = record(number).eventID;
      const names = number % 3 === 0 ? ['suspicious', 'To Do'] : ['suspicious'];
      for (const name of names) mark.run('tag', name, id);
      marks.set(id, names);
    }
    mark.run('tag', 'suspicious', 'of no event');
    writer.close();
    opened = openCase(file, { mode: 'read', program: 'test' });
    index = new CaseIndex(opened.database);
    subjects = subjectsOf(index, marks);
  });

  afterAll(() => {
    index.close();
    opened.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the fields that its records give', () => {
    expect(index.count).toBeGreaterThan(100);
    subjects.forEach(({ fields }, row) => {
      const stored = Object.fromEntries(
        dictionaryFields.map((field) => [field, index.dictionary(field).values[index.column(field)[row]!]]),
      );
      const resources = index.resourceSetMembers[index.resourceSets[row]!]!.map((id) => index.resources.values[id]);
      const time = index.timesEpochSeconds[row];
      expect({ ...stored, id: index.eventId(row), resources, timeEpochSeconds: time }).toEqual(fields);
    });
  });

  for (let seed = 1; seed <= seeds; seed++) {
    it(`finds what the reference evaluator finds (seed ${seed})`, () => {
      const random = seededRandom(seed * 7_919);
      const vocabulary = vocabularyOf(subjects, random);
      let matching = 0;
      for (let i = 0; i < queries / seeds; i++) {
        const query = randomQuery(random, vocabulary);
        const test = compileQuery(query, { agentFamily });
        const expected = subjects.flatMap((subject, row) => (test(subject) ? [row] : []));
        const { selection } = prepareSearch(index, query, []);
        expect({ query, rows: Array.from(selection.slice(0, index.count, 'asc')) }).toEqual({ query, rows: expected });
        if (expected.length > 0 && expected.length < subjects.length) matching++;
      }
      // Queries that find everything or nothing prove little.
      expect(matching).toBeGreaterThan(queries / seeds / 4);
    }, 900_000);
  }

  it('counts facets and pages rows as a plain count does', () => {
    const random = seededRandom(4_711);
    const vocabulary = vocabularyOf(subjects, random);
    const words = vocabulary.words.slice(0, 40);
    for (const word of words) {
      // About no field, so that no facet leaves it out.
      const query = { kind: 'text', term: { kind: 'phrase', text: word } } as const;
      const test = compileQuery(query, { agentFamily });
      const matching = subjects.filter((subject) => test(subject));
      const request = { query, facets: facetFields, facetLimit: 10_000, histogram: true };
      const found = search(index, { ...request, rows: { order: 'desc', limit: 1_000_000 } });
      expect(found.matches).toBe(matching.length);
      expect(found.rows.map(({ id }) => id)).toEqual(matching.map(({ fields }) => fields.id).toReversed());
      expect(found.histogram?.counts.reduce((sum, count) => sum + count, 0) ?? 0).toBe(matching.length);
      for (const field of facetFields) {
        expect({ word, field, values: found.facets[field]?.values }).toEqual({
          word,
          field,
          values: countFacet(matching, field),
        });
      }
    }
  });
});
