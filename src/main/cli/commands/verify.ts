import type { Command } from 'commander';
import { AppError } from '../../../shared/contract/errors.ts';
import { openCase, verifyCase, type VerifyResult } from '../../../engine/entry.ts';
import { exitStatus, type ExitStatus } from '../exit-status.ts';
import { jsonOption, type CommonOptions } from '../options.ts';
import { print, progressDisplay } from '../terminal.ts';
import { printable, tableText, toJson } from '../text.ts';

export function addVerify(program: Command, ended: (status: ExitStatus) => void): void {
  program
    .command('verify')
    .summary('check that a case is whole and unaltered')
    .description(
      'Checks a case from end to end: the database, the chain of the audit log, every block of evidence against its hash, every ' +
        'source against the hash of its content, all counts, and every event against the record it was made from.',
    )
    .argument('<case>', 'case file')
    .option(...jsonOption)
    .addHelpText(
      'after',
      `
Exit status 0 when everything holds, 1 when anything does not.

Examples:
  spoor verify breach.spoor
  spoor verify breach.spoor --json`,
    )
    .action(async (file: string, options: CommonOptions) => {
      const result = await verify(file);
      await print(options.json ? `${toJson(result)}\n` : report(file, result));
      ended(result.ok ? exitStatus.done : exitStatus.failed);
    });
}

async function verify(file: string): Promise<VerifyResult> {
  const display = progressDisplay();
  try {
    const caseFile = openCase(file, { mode: 'read', program: 'spoor verify' });
    try {
      // Only read: there is nothing to save when the process is ended.
      const { signal } = new AbortController();
      return await verifyCase(caseFile, { signal, onProgress: (progress) => display.show(progress) });
    } finally {
      caseFile.close();
    }
  } catch (error) {
    // A case too damaged to open is an answer to the question, not a failure to ask it.
    if (!(error instanceof AppError) || error.code !== 'case-corrupt') throw error;
    return {
      ok: false,
      checks: [{ what: 'case opens', ok: false, detail: error.message, failures: [error.detail ?? ''] }],
    };
  } finally {
    display.clear();
  }
}

function report(file: string, { ok, checks }: VerifyResult): string {
  const table = tableText(
    ['', 'check', 'detail'],
    ['left', 'left', 'left'],
    checks.map((check) => [check.ok ? 'ok' : 'FAILED', check.what, printable(check.detail)]),
  );
  const failures = checks.flatMap(({ what, failures: lines }) => lines.map((line) => `${what}: ${printable(line)}\n`));
  const verdict = ok ? 'Everything holds.' : 'This case does not hold.';
  return `${printable(file)}\n${table}${failures.length > 0 ? `\n${failures.join('')}` : ''}\n${verdict}\n`;
}
