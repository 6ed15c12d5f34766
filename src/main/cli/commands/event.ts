import type { Command } from 'commander';
import { AppError } from '../../../shared/contract/errors.ts';
import { readEventBytes, readEventRecord, type RecordCopy } from '../../../engine/entry.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { withIndex } from '../open-index.ts';
import { jsonOption, type CommonOptions } from '../options.ts';
import { print } from '../terminal.ts';
import { toJson } from '../text.ts';

interface Options extends CommonOptions {
  all?: true;
}

const newline = Buffer.from('\n');

export function addEvent(program: Command, ended: (status: ExitStatus) => void): void {
  program
    .command('event')
    .summary('print the original record of an event, byte for byte')
    .description(
      'Prints the record of an event exactly as it was found: nothing is added, not even a line end, and nothing is masked. ' +
        'With --json it comes as text with its hash, its place in the evidence and its other copies.',
    )
    .argument('<case>', 'case file')
    .argument('<event-id>', 'eventID, or sha256:… of a record without one')
    .option('--all', 'every copy that was found, a line break between them')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Examples:
  spoor event breach.spoor 6b8f3a52-1f0c-4c6e-9d6a-0f6d5c2b7e11
  spoor event breach.spoor 6b8f3a52-1f0c-4c6e-9d6a-0f6d5c2b7e11 --json`,
    )
    .action(async (file: string, id: string, options: Options) => {
      await runEvent(file, id, options);
      ended(exitStatus.done);
    });
}

async function runEvent(file: string, id: string, options: Options): Promise<void> {
  if (!options.json && !options.all) {
    await print((await withIndex(file, async (index) => readEventBytes(index, id))) ?? notFound(id));
    return;
  }
  const found = await withIndex(file, async (index, { database }) => readEventRecord(database, index, id));
  const { id: eventId, kept, copies } = found ?? notFound(id);
  if (options.json) {
    const { record, recordBase64, ...place } = described(kept);
    const text = { record, ...(recordBase64 === undefined ? {} : { recordBase64 }) };
    await print(`${toJson({ id: eventId, ...text, ...place, copies: copies.map((copy) => copyOf(copy, options)) })}\n`);
    return;
  }
  await print(kept.bytes);
  for (const { bytes } of copies) {
    await print(newline);
    await print(bytes);
  }
}

function notFound(id: string): never {
  throw new AppError('not-found', `The case has no event ${id}.`, { hint: 'Event ids are exact: copy the whole id.' });
}

interface Described {
  record: string;
  /** The bytes, only where they are no valid UTF-8 and the text is not all of them. */
  recordBase64?: string;
  sha256: string;
  lengthBytes: number;
  source: string | null;
  position: string | null;
}

function described({ bytes, sha256, source, position }: RecordCopy): Described {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const record = buffer.toString('utf8');
  return {
    record,
    ...(Buffer.from(record, 'utf8').equals(buffer) ? {} : { recordBase64: buffer.toString('base64') }),
    sha256,
    lengthBytes: bytes.length,
    source,
    position,
  };
}

/** A further copy; its text only where every copy was asked for. */
function copyOf(copy: RecordCopy, { all }: Options): Partial<Described> & { identical: boolean } {
  const { record, recordBase64, ...place } = described(copy);
  const text = all ? { record, ...(recordBase64 === undefined ? {} : { recordBase64 }) } : {};
  return { ...place, identical: copy.isIdentical, ...text };
}
