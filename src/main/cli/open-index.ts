import { CaseIndex, openCase, type CaseFile } from '../../engine/entry.ts';

/** Opens a case for reading, hands its index to `work`, and closes both. */
export async function withIndex<T>(
  file: string,
  work: (index: CaseIndex, caseFile: CaseFile) => Promise<T>,
): Promise<T> {
  const caseFile = openCase(file, { mode: 'read', program: 'spoor' });
  try {
    const index = new CaseIndex(caseFile.database);
    try {
      return await work(index, caseFile);
    } finally {
      index.close();
    }
  } finally {
    caseFile.close();
  }
}
