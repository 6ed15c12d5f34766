import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderSink } from '../../../src/engine/generate/folder-sink.ts';
import { generate } from '../../../src/engine/generate/generate.ts';
import { eventId, record, type FixtureRecord } from '../../support/fixtures.ts';

/** Logs of an invented organization, with a folder of awkward files beside them. */
export async function writeEvidence(folder: string): Promise<{ events: number }> {
  mkdirSync(path.join(folder, 'trail'), { recursive: true });
  const { totals } = await generate(
    { events: 1_500, days: 4, stories: ['key-leak'] },
    folderSink(path.join(folder, 'trail'), { gzip: true }),
  );
  writeAwkward(path.join(folder, 'awkward'));
  return { events: totals.events + awkwardEvents };
}

/** Events among the awkward files. */
const awkwardEvents = 16;

/** Duplicates, a conflict, damage, and something that is no log. */
export function writeAwkward(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const lines = (records: readonly FixtureRecord[]) => records.map((each) => `${JSON.stringify(each)}\n`).join('');
  const batch = Array.from({ length: 12 }, (_, i) => record(i + 1));
  writeFileSync(path.join(folder, 'a.jsonl'), lines(batch));
  writeFileSync(path.join(folder, 'b.jsonl'), lines([...batch.slice(0, 5), record(100), record(101)]));
  writeFileSync(path.join(folder, 'c.jsonl'), lines([record(3, { errorMessage: 'more than the others say' })]));
  writeFileSync(
    path.join(folder, 'd.jsonl'),
    `${lines([record(200)])}{"eventVersion": "1.08", broken\n${lines([record(201)])}`,
  );
  writeFileSync(path.join(folder, 'readme.txt'), 'Nothing to see here.\n');
}

/** Files that take an import some while: one task each. */
export function writeManyFiles(folder: string, files: number, recordsEach: number): void {
  mkdirSync(folder, { recursive: true });
  for (let file = 0; file < files; file++) {
    const records = Array.from({ length: recordsEach }, (_, i) => {
      const number = file * recordsEach + i;
      return JSON.stringify(
        record(number, { eventID: eventId(number), requestParameters: { padding: 'x'.repeat(2_000) } }),
      );
    });
    writeFileSync(path.join(folder, `file-${String(file).padStart(4, '0')}.jsonl`), `${records.join('\n')}\n`);
  }
}
