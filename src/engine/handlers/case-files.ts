import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';

const extension = '.spoor';
/** Names that Windows keeps for devices. */
const reservedNames = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name that every system takes, near to what was asked for. */
export function safeFileName(name: string): string {
  const cleaned = name
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[<>:"/\\|?*]/g, '-')
    .replace(/[. ]+$/, '')
    .trim();
  const usable = cleaned === '' || reservedNames.test(cleaned) ? `Case ${cleaned}`.trim() : cleaned;
  return usable.slice(0, 100);
}

/** A path in the folder for new cases that is not taken yet; the folder is made. Throws `file-access`. */
export function newCaseFile(folder: string, name: string): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new AppError('file-access', `${folder} cannot be made.`, {
      hint: 'Choose another place for the case.',
      detail: (error as Error).message,
      cause: error,
    });
  }
  const base = safeFileName(name);
  for (let number = 1; ; number++) {
    const file = path.join(folder, `${base}${number === 1 ? '' : ` ${number}`}${extension}`);
    if (!existsSync(file)) return file;
  }
}

/** The path of a case to be made where the user said. Never in the place of something else. */
export function chosenCaseFile(chosen: string): string {
  const file = chosen.toLowerCase().endsWith(extension) ? chosen : chosen + extension;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && found.size > 0) {
    throw new AppError('invalid-input', `${path.basename(file)} is already there.`, {
      hint: 'Open it, or choose another name: a case is never replaced.',
    });
  }
  return file;
}

/** One name for a file however it was reached, so that two windows share one session. */
export function canonicalFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.join(safeRealpath(path.dirname(path.resolve(file))), path.basename(file));
  }
}

function safeRealpath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
