import type { CommanderError } from 'commander';
import type { QueryError } from '../../shared/query/ast.ts';
import { AppError, toErrorData } from '../../shared/contract/errors.ts';
import { formatQueryError } from '../../shared/query/print.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { printable, toJson } from './text.ts';

/** A query that cannot be read, with the text it is in. */
export class BrokenQuery extends Error {
  readonly text: string;
  readonly error: QueryError;

  constructor(text: string, error: QueryError) {
    super(error.message);
    this.name = 'BrokenQuery';
    this.text = text;
    this.error = error;
  }
}

/** Arguments that commander takes and the command cannot use. */
export class WrongUsage extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'WrongUsage';
    this.hint = hint;
  }
}

/** Commander has told it on stderr already; with `--json` it is told on stdout as well. */
export function reportUsage(error: CommanderError, json: boolean): ExitStatus {
  const message = error.message.replace(/^error: /, '');
  if (json) printError({ code: 'invalid-input', message, hint: '`spoor COMMAND --help` lists what a command takes.' });
  return exitStatus.usage;
}

export function reportFailure(error: unknown, json: boolean): ExitStatus {
  if (error instanceof BrokenQuery) {
    const { message, hint, start, end } = error.error;
    process.stderr.write(`${formatQueryError(error.text, error.error)}\n`);
    if (json) printError({ code: 'invalid-query', message, hint, start, end });
    return exitStatus.usage;
  }
  if (error instanceof WrongUsage) {
    tell(error.message, error.hint);
    if (json) printError({ code: 'invalid-input', message: error.message, hint: error.hint });
    return exitStatus.usage;
  }
  const { code, message, hint, detail } = toErrorData(error);
  tell(error instanceof AppError ? message : `Something went wrong inside Spoor: ${message}`, hint ?? hintFor(error));
  if (process.env['SPOOR_DEBUG'] === '1') {
    process.stderr.write(`${detail ?? ''}\n${error instanceof Error ? (error.stack ?? '') : ''}\n`);
  }
  if (json) printError({ code, message, hint });
  // A term that only the engine can refuse (a regular expression, say) is a broken query as well.
  return code === 'invalid-query' ? exitStatus.usage : exitStatus.failed;
}

function hintFor(error: unknown): string | undefined {
  return error instanceof AppError ? undefined : 'Run it again with SPOOR_DEBUG=1 for the details.';
}

function tell(message: string, hint: string | undefined): void {
  process.stderr.write(`spoor: ${printable(message)}\n`);
  if (hint !== undefined) process.stderr.write(`${printable(hint)}\n`);
}

function printError(error: Record<string, unknown>): void {
  process.stdout.write(`${toJson({ error })}\n`);
}
