import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { AppError, isCancelled } from '../../../shared/contract/errors.ts';
import type { Problem } from '../../../shared/contract/jobs.ts';
import { importPaths, openCase, type ImportResult } from '../../../engine/entry.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { interruptible } from '../interrupt.ts';
import { jsonOption, wholeNumber, type CommonOptions } from '../options.ts';
import { print, progressDisplay } from '../terminal.ts';
import { count, counted, printable, tableText, toJson } from '../text.ts';

interface Options extends CommonOptions {
  parsers?: number;
}

export function addImport(program: Command, ended: (status: ExitStatus) => void): void {
  program
    .command('import')
    .summary('read log files and folders into a case')
    .description(
      'Reads log files, archives and folders into a case, which is made where it does not exist. Formats are told by content. ' +
        'Files the case has already are left out; running an interrupted import again resumes it.',
    )
    .argument('<case>', 'case file, for example breach.spoor')
    .argument('<path...>', 'files and folders to read')
    .option('--parsers <n>', 'parser threads', wholeNumber(1))
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Examples:
  spoor import breach.spoor ./AWSLogs
  spoor import breach.spoor export.csv history.json.gz logs.zip --json`,
    )
    .action(async (file: string, paths: string[], options: Options) => ended(await runImport(file, paths, options)));
}

async function runImport(file: string, paths: string[], options: Options): Promise<ExitStatus> {
  if (!paths.some((name) => existsSync(name))) {
    const names = paths.map((name) => printable(name)).join(', ');
    throw new AppError(
      'not-found',
      `There is nothing to import: ${names} ${paths.length === 1 ? 'does' : 'do'} not exist.`,
    );
  }
  const caseFile = openCase(file, { mode: 'write', program: 'spoor import' });
  const display = progressDisplay();
  let result: ImportResult;
  try {
    result = await interruptible(
      (signal) =>
        importPaths(
          caseFile,
          { paths, ...(options.parsers === undefined ? {} : { parsers: options.parsers }) },
          { signal, onProgress: (progress) => display.show(progress) },
        ),
      () => {
        display.clear();
        process.stderr.write('spoor: stopping; what is read so far is kept. Ctrl+C again ends at once.\n');
      },
    );
  } catch (error) {
    if (isCancelled(error)) throw cancelledBeforeReading();
    throw error;
  } finally {
    display.clear();
    caseFile.close();
  }
  await print(options.json ? `${toJson(result)}\n` : summary(file, result));
  if (result.outcome === 'cancelled') {
    process.stderr.write('spoor: cancelled. Run the same import again to go on where it stopped.\n');
    return exitStatus.failed;
  }
  return result.problems.length > 0 ? exitStatus.problems : exitStatus.done;
}

function cancelledBeforeReading(): AppError {
  return new AppError('cancelled', 'Cancelled before anything was read.', {
    hint: 'Run the same import again to do it.',
  });
}

function summary(file: string, result: ImportResult): string {
  const { files, records, unchanged, problems, problemsOmitted, skipped, seconds } = result;
  const rate = seconds > 0 ? ` (${count(Math.round(records.seen / seconds))} records a second)` : '';
  const known = unchanged > 0 ? `, of which ${count(unchanged)} are in the case already` : '';
  const lines = [
    `Read into ${printable(file)} in ${seconds.toFixed(1)} s${rate}`,
    `Files    ${count(files.listed)} listed = ${count(files.read)} read + ${count(files.skipped)} skipped${known} + ${count(files.failed)} failed`,
    `Records  ${count(records.seen)} seen = ${count(records.added)} added + ${count(records.duplicates)} duplicates + ${count(records.rejected)} rejected`,
  ];
  const all = problems.length + problemsOmitted;
  let text = `${lines.join('\n')}\n`;
  if (skipped.length > 0) text += `\nLeft out as expected: ${counted(skipped.length, 'file')}\n${reasonTable(skipped)}`;
  if (problems.length > 0) text += `\n${counted(all, 'problem')}\n${problemTable(problems)}`;
  if (problemsOmitted > 0)
    text += `… and ${counted(problemsOmitted, 'more problem', 'more problems')}, kept in the case\n`;
  return text;
}

function reasonTable(skipped: readonly Problem[]): string {
  const byMessage = new Map<string, number>();
  for (const { message } of skipped) byMessage.set(message, (byMessage.get(message) ?? 0) + 1);
  return tableText(
    ['files', 'why'],
    ['right', 'left'],
    [...byMessage].map(([message, files]) => [count(files), printable(message)]),
  );
}

function problemTable(problems: readonly Problem[]): string {
  return tableText(
    ['code', 'where', 'source', 'what'],
    ['left', 'left', 'left', 'left'],
    problems.map(({ code, position, source, message }) => [code, position ?? '', source, message].map(printable)),
  );
}
