import { AppError } from '../../shared/contract/errors.ts';

/** Turns an error of SQLite into one of Spoor's; anything else is returned as it is. */
export function fromSqlite(error: unknown, file: string): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return error;
  const detail = `${code}: ${(error as Error).message}`;
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR')) {
    return new AppError('disk-full', `The disk with ${file} is full or failing. What was committed is safe.`, {
      hint: 'Free space or move the case, then run the same import again: it continues where it stopped.',
      detail,
      cause: error,
    });
  }
  if (code === 'SQLITE_NOTADB') {
    return new AppError('not-a-case', `${file} is not a Spoor case.`, { detail, cause: error });
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('case-corrupt', `${file} is damaged.`, {
      hint: 'Copy the file before anything else; `spoor verify` lists what can still be read.',
      detail,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM') {
    return new AppError('case-read-only', `${file} cannot be written to.`, {
      hint: 'It is on read-only media or its permissions forbid it. Copy it to a place you can write to.',
      detail,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError('case-locked', `${file} is being written by another program.`, { detail, cause: error });
  }
  if (code.startsWith('SQLITE_CANTOPEN')) {
    return new AppError('file-access', `${file} cannot be opened.`, { detail, cause: error });
  }
  return error;
}
