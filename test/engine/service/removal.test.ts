import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyCase } from '../../../src/engine/case/verify.ts';
import { importPaths, openCase } from '../../../src/engine/entry.ts';
import { search } from '../../../src/engine/search/search.ts';
import { planRemoval } from '../../../src/engine/sources/removal-plan.ts';
import { removeSources } from '../../../src/engine/sources/remove.ts';
import { CaseIndex } from '../../../src/engine/store/case-index.ts';
import { readDictionaryValues } from '../../../src/engine/store/dictionary.ts';
import { RawStore } from '../../../src/engine/store/raw-store.ts';
import { dictionaryFields } from '../../../src/shared/cloudtrail/event.ts';
import { facetNames } from '../../../src/shared/contract/search.ts';
import { readCaseContent, readSourceBytes } from '../../support/case-content.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

/** A record drawn at random; those with one `id` are copies of one event, alike or not. */
interface Drawn {
  id: number;
  file: number;
  /** Content that differs between copies; higher ones say more. */
  richness: number;
  user: number;
  second: number;
  isTextInText: boolean;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  id: fc.integer({ min: 0, max: 25 }),
  file: fc.integer({ min: 0, max: 5 }),
  richness: fc.integer({ min: 0, max: 2 }),
  user: fc.integer({ min: 0, max: 6 }),
  second: fc.integer({ min: 0, max: 50 }),
  isTextInText: fc.boolean(),
});

/** Everything but the richness follows from the id where that is even; copies of odd ids also differ in user and time. */
function recordOf({ id, richness, user, second }: Drawn): Record<string, unknown> {
  const [who, when] = id % 2 === 0 ? [id % 7, id] : [user, second];
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: 'IAMUser',
      userName: `person-${who}`,
      arn: `arn:aws:iam::111122223333:user/person-${who}`,
      accountId: '111122223333',
      accessKeyId: `AKIA${who}`,
    },
    eventTime: new Date(Date.UTC(2026, 2, 14, 0, 0, when)).toISOString().replace('.000', ''),
    eventSource: 's3.amazonaws.com',
    eventName: id % 3 === 0 ? 'GetObject' : `Put${'abcdefgh'[id % 8]}thing`,
    awsRegion: 'eu-central-1',
    sourceIPAddress: `198.51.100.${who}`,
    userAgent: `tool-${id % 4}/1.0`,
    requestParameters: {
      bucketName: `bucket-${id}`,
      ...(richness > 0 ? { prefix: `only${'xyz'[richness]}word${id}` } : {}),
      ...(richness > 1 ? { key: `deep/${id}` } : {}),
    },
    responseElements: null,
    // Ids that are no UUID are kept in a list of their own.
    eventID: id % 5 === 0 ? `odd-id-${id}` : `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    readOnly: id % 3 === 0,
    eventType: 'AwsApiCall',
    managementEvent: false,
    eventCategory: 'Data',
    recipientAccountId: '111122223333',
  };
}

/** Files 0, 2, 4 are the ones to be removed. They come in between the others, so that blocks are shared. */
function writeFiles(folder: string, records: readonly Drawn[], keeps: (file: number) => boolean): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (let file = 0; file < 6; file++) {
    if (!keeps(file)) continue;
    const lines = records
      .filter((record) => record.file === file)
      .map((record) =>
        record.isTextInText
          ? JSON.stringify({ CloudTrailEvent: JSON.stringify(recordOf(record)) })
          : JSON.stringify(recordOf(record)),
      );
    const extra = file % 2 === 0 ? 'not a record, secretword\n' : 'not a record\n';
    writeFileSync(path.join(folder, `file-${file}.jsonl`), `${lines.join('\n')}\n${lines.length > 0 ? extra : ''}`);
  }
}

async function importFolder(file: string, folder: string): Promise<void> {
  const caseFile = openCase(file, { mode: 'write', program: 'test' });
  try {
    await importPaths(caseFile, { paths: [folder], parsers: 1 }, quiet);
  } finally {
    caseFile.close();
  }
}

async function removeEven(file: string): Promise<void> {
  const caseFile = openCase(file, { mode: 'write', program: 'test' });
  try {
    const ids = caseFile.database
      .prepare(
        "SELECT id FROM source WHERE locator LIKE '%file-0.jsonl' OR locator LIKE '%file-2.jsonl' OR locator LIKE '%file-4.jsonl'",
      )
      .pluck()
      .all() as number[];
    const result = await removeSources(caseFile.database, ids, quiet);
    expect(result.outcome).toBe('done');
  } finally {
    caseFile.close();
  }
}

/** Everything a user can see of a case, free of the numbers that removing leaves holes in. */
function visible(file: string) {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  try {
    const { database } = caseFile;
    const index = new CaseIndex(database);
    const request = {
      query: { kind: 'all' } as const,
      facets: facetNames,
      facetLimit: 100,
      histogram: true,
      rows: null,
    };
    const { facets, histogram, matches } = search(index, request);
    const problems = database.prepare('SELECT source, position, code, message FROM problem').all() as {
      source: string;
      position: string;
      code: string;
      message: string;
    }[];
    index.close();
    const locators = database.prepare('SELECT locator FROM source').pluck().all() as string[];
    return {
      content: readCaseContent(file),
      stored: Object.fromEntries(locators.map((name) => [name, readSourceBytes(file, name).toString('utf8')])),
      facets,
      histogram,
      matches,
      dictionaries: Object.fromEntries(
        [...dictionaryFields, 'resource', 'word', 'oddId'].map((field) => [
          field,
          readDictionaryValues<string>(database, field),
        ]),
      ),
      problems: problems
        .map(({ source, position, code, message }) =>
          [source, code, position.replace(/^record \d+/, 'record'), message.replace(/record \d+/, 'record')].join(
            ' | ',
          ),
        )
        .sort(),
    };
  } finally {
    caseFile.close();
  }
}

async function verified(file: string): Promise<string[]> {
  const caseFile = openCase(file, { mode: 'read', program: 'test' });
  try {
    const { checks } = await verifyCase(caseFile, quiet);
    return checks.flatMap(({ what, failures }) => failures.map((failure) => `${what}: ${failure}`));
  } finally {
    caseFile.close();
  }
}

describe('removing sources', () => {
  it('leaves a case as if they had never been imported', { timeout: 60_000 }, async () => {
    const root = temporaryFolder();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { minLength: 5, maxLength: 80 }), async (records) => {
        const folder = path.join(root, 'logs');
        const [both, alone] = [path.join(root, `both-${run}.spoor`), path.join(root, `alone-${run}.spoor`)];
        run++;
        writeFiles(folder, records, () => true);
        await importFolder(both, folder);
        await removeEven(both);
        writeFiles(folder, records, (name) => name % 2 === 1);
        await importFolder(alone, folder);
        expect(await verified(both)).toEqual([]);
        const { dictionaries, ...left } = visible(both);
        const { dictionaries: expected, ...wanted } = visible(alone);
        expect(left).toEqual(wanted);
        // No value of what was removed stays behind. (An import also lists values of copies that no event uses.)
        for (const [field, values] of Object.entries(dictionaries)) {
          expect({ field, values: expected[field] }).toEqual({ field, values: expect.arrayContaining(values) });
        }
      }),
      { numRuns: 10 },
    );
  });

  it('takes removed sources back in when they are imported again', async () => {
    const root = temporaryFolder();
    const folder = path.join(root, 'logs');
    const file = path.join(root, 'case.spoor');
    const records = Array.from({ length: 60 }, (_, i): Drawn => ({
      id: i % 23,
      file: i % 6,
      richness: i % 3,
      user: i % 4,
      second: i % 50,
      isTextInText: i % 7 === 0,
    }));
    writeFiles(folder, records, () => true);
    await importFolder(file, folder);
    const before = visible(file);
    await removeEven(file);
    await importFolder(file, folder);
    const after = visible(file);
    expect(await verified(file)).toEqual([]);
    expect(after.matches).toBe(before.matches);
    expect(Object.values(after.stored).sort()).toEqual(Object.values(before.stored).sort());
  });

  it('changes nothing when it is cancelled', async () => {
    const root = temporaryFolder();
    const folder = path.join(root, 'logs');
    const file = path.join(root, 'case.spoor');
    const records = Array.from({ length: 30 }, (_, i): Drawn => ({
      id: i,
      file: i % 6,
      richness: 0,
      user: 0,
      second: i,
      isTextInText: false,
    }));
    writeFiles(folder, records, () => true);
    await importFolder(file, folder);
    const before = visible(file);
    const caseFile = openCase(file, { mode: 'write', program: 'test' });
    const result = await removeSources(caseFile.database, [1], { ...quiet, signal: AbortSignal.abort() });
    caseFile.close();
    expect(result).toMatchObject({ outcome: 'cancelled', records: 0 });
    expect(visible(file)).toEqual(before);
  });

  it('refuses sources that are not there, and plans without changing anything', async () => {
    const root = temporaryFolder();
    const folder = path.join(root, 'logs');
    const file = path.join(root, 'case.spoor');
    writeFiles(folder, [{ id: 1, file: 0, richness: 0, user: 0, second: 1, isTextInText: false }], () => true);
    await importFolder(file, folder);
    const caseFile = openCase(file, { mode: 'read', program: 'test' });
    const raw = new RawStore(caseFile.database);
    expect(() => planRemoval(caseFile.database, raw, [999])).toThrow(/no longer/);
    const plan = planRemoval(caseFile.database, raw, [1]);
    caseFile.close();
    expect(plan.removedCount).toBe(1);
    expect(plan.events).toMatchObject([{ survivors: [] }]);
  });
});
