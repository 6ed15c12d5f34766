import type { Command } from 'commander';
import { printQuery } from '../../../shared/query/print.ts';
import { AppError, cancelled } from '../../../shared/contract/errors.ts';
import {
  appendAudit,
  exportEvents,
  exportFormats,
  openCase,
  type ExportFormat,
  type ExportResult,
} from '../../../engine/entry.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { WrongUsage } from '../failures.ts';
import { interruptible } from '../interrupt.ts';
import { withIndex } from '../open-index.ts';
import { jsonOption, queryArgument, readQuery, type CommonOptions } from '../options.ts';
import { print, progressDisplay } from '../terminal.ts';
import { byteSize, counted, printable, toJson } from '../text.ts';

interface Options extends CommonOptions {
  format: string;
  out: string;
  order: string;
  force?: true;
}

export function addExport(program: Command, ended: (status: ExitStatus) => void): void {
  program
    .command('export')
    .summary('write matching events to a file')
    .description(
      'Writes the matching events, any number of them. jsonl holds the original records, byte for byte; in the other formats ' +
        'credentials are masked. The export is entered in the audit log of the case.',
    )
    .argument('<case>', 'case file')
    .argument(...queryArgument)
    .requiredOption('--format <format>', exportFormats.join(', '))
    .requiredOption('--out <file>', 'file to write, or - for stdout')
    .option('--order <asc|desc>', 'oldest or newest first', 'asc')
    .option('--force', 'replace the file if it exists')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Formats:
  jsonl       one original record a line
  csv         one event a line, safe to open in a spreadsheet
  timesketch  a timeline for Timesketch: CSV, or JSON lines where FILE ends in .jsonl
  ocsf        OCSF 1.1 events, one a line, as in Security Lake

Examples:
  spoor export breach.spoor 'session:*' --format jsonl --out events.jsonl
  spoor export breach.spoor 'principal:ci-deploy' --format csv --out ci-deploy.csv
  spoor export breach.spoor 'error:*' --format jsonl --out - | jq .eventName`,
    )
    .action(async (file: string, text: string | undefined, options: Options) => {
      await runExport(file, text, options);
      ended(exitStatus.done);
    });
}

async function runExport(file: string, text: string | undefined, options: Options): Promise<void> {
  const { order, out } = options;
  const format = exportFormats.find((name) => name === options.format);
  if (format === undefined)
    throw new WrongUsage(`There is no format "${options.format}".`, `Formats: ${exportFormats.join(' ')}`);
  if (order !== 'asc' && order !== 'desc') throw new WrongUsage(`--order takes asc or desc, not "${order}".`);
  const isStdout = out === '-';
  if (isStdout && options.json) {
    throw new WrongUsage(
      'With --json stdout is for the answer, so the export needs a file.',
      'Name a file with --out.',
    );
  }
  const query = readQuery(text);
  const display = progressDisplay();
  const result = await withIndex(file, (index) =>
    interruptible(
      (signal) =>
        exportEvents(
          index,
          {
            query,
            format,
            order,
            caseFile: file,
            destination: isStdout
              ? { kind: 'stream', stream: process.stdout }
              : { kind: 'file', file: out, overwrite: options.force === true },
          },
          { signal, onProgress: (progress) => display.show(progress) },
        ),
      () => display.clear(),
    ),
  ).finally(() => display.clear());
  if (result.outcome === 'cancelled') throw cancelled();
  const audit = record(file, { query: printQuery(query), format, out, order }, result);
  await report(options, result, audit);
}

interface Recorded {
  recorded: boolean;
  /** Why it is not in the audit log. */
  reason: string | null;
}

/** Enters the export in the audit log of the case, where the case can be written to. */
function record(
  file: string,
  what: { query: string; format: ExportFormat; out: string; order: string },
  { events, bytes, sha256 }: ExportResult,
): Recorded {
  try {
    const caseFile = openCase(file, { mode: 'write', program: 'spoor export' });
    try {
      const { database } = caseFile;
      database.transaction(() => appendAudit(database, 'export', { ...what, events, bytes, sha256 }))();
    } finally {
      caseFile.close();
    }
    return { recorded: true, reason: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { recorded: false, reason: error.message };
  }
}

async function report(options: Options, result: ExportResult, { recorded, reason }: Recorded): Promise<void> {
  const { format, events, bytes, sha256 } = result;
  if (options.json) {
    await print(
      `${toJson({ format, out: options.out, events, bytes, sha256, recorded, notRecordedReason: reason })}\n`,
    );
  } else {
    const place = options.out === '-' ? 'stdout' : options.out;
    const text = `${counted(events, 'event')} written to ${printable(place)} (${byteSize(bytes)}, SHA-256 ${sha256})\n`;
    if (options.out === '-') process.stderr.write(text);
    else await print(text);
  }
  if (reason !== null) process.stderr.write(`spoor: not entered in the audit log. ${printable(reason)}\n`);
}
