import type { SkipReason } from './types.ts';

const messages: Readonly<Record<string, string>> = {
  ENOENT: 'The file does not exist (any more), or the link leads nowhere.',
  EACCES: 'The file may not be read with the rights of this user.',
  EPERM: 'The system does not permit reading this file.',
  EISDIR: 'A folder where a file was expected.',
  ELOOP: 'The symbolic links lead in a circle.',
  EMFILE: 'Too many files are open.',
  ENAMETOOLONG: 'The path is too long for this system.',
  EIO: 'The disk could not read the file.',
};

/** A failure of the file system in words, for the list of problems. */
export function fileProblem(error: unknown): SkipReason {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'file-access', message: messages[code] ?? `The file cannot be read: ${detail}`, expected: false };
}
