import { statSync } from 'node:fs';
import path from 'node:path';
import { isCancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal, Progress } from '../../shared/contract/jobs.ts';
import type { ParseTask, TaskFile } from './parser-protocol.ts';
import type { SourceLedger, SourceRow } from './source-ledger.ts';
import type { SkipReason } from './types.ts';
import { listFiles, type ListedFile } from './walk.ts';

/** A listed file and what the import does with it. */
export interface PlannedFile {
  path: string;
  lengthBytes: number | null;
  modifiedMs: number | null;
  plan: 'read' | 'unchanged' | 'skip' | 'fail';
  reason: SkipReason | null;
  /** Source row of the added folder it was found in, or null. */
  folderId: number | null;
  /** Row of an earlier import of this very file that is to be continued or tried again. */
  existing: SourceRow | null;
  /**
   * Sources inside it that an interrupted import wrote, by locator, in the order in which they were read: an archive may
   * hold several members of one name. The writer takes out what it meets again.
   */
  members: ReadonlyMap<string, SourceRow[]>;
}

const noMembers: ReadonlyMap<string, SourceRow[]> = new Map();

/** Lists everything below `paths` and decides what to read. Stops early when the signal is aborted. */
export async function planFiles(
  paths: readonly string[],
  ledger: SourceLedger,
  runId: number,
  signal: CancelSignal,
  progress: (progress: Progress) => void,
): Promise<PlannedFile[]> {
  const inputs = [...new Set(paths.map((name) => path.resolve(name)))];
  const folders = inputs.filter(isFolder).map((locator) => ({
    prefix: locator.endsWith(path.sep) ? locator : locator + path.sep,
    row: ledger.find(locator, 'folder') ?? ledger.add({ runId, kind: 'folder', locator, state: 'done' }),
  }));
  const planned: PlannedFile[] = [];
  try {
    for await (const file of listFiles(inputs, signal)) {
      const folder = folders.find(({ prefix }) => file.path.startsWith(prefix));
      planned.push({ ...decide(file, ledger), folderId: folder?.row.id ?? null });
      progress({ phase: 'listing', done: planned.length, total: null, unit: 'files' });
    }
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
  return planned;
}

function isFolder(locator: string): boolean {
  return statSync(locator, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function decide(file: ListedFile, ledger: SourceLedger): Omit<PlannedFile, 'folderId'> {
  const { path: locator, lengthBytes, modifiedMs, reason } = file;
  const planned = { path: locator, lengthBytes, modifiedMs, reason, existing: null, members: noMembers };
  const row = ledger.find(locator, 'file');
  if (reason) {
    // An entry that could not be read before and still cannot is one source, not two.
    return {
      ...planned,
      existing: row && row.contentBytes === 0 ? row : null,
      plan: file.state === 'failed' ? 'fail' : 'skip',
    };
  }
  if (!row) return { ...planned, plan: 'read' };
  if (row.foundBytes !== lengthBytes || row.foundModifiedMs !== modifiedMs) {
    if (row.state === 'reading') {
      row.state = 'partial';
      row.reasonCode = 'changed';
      row.reason = 'The file changed before its import could go on; it was read again from the start.';
      ledger.changed(row);
    }
    return { ...planned, plan: 'read' };
  }
  // Newest of its file only where the import that was to read it again came to nothing.
  if (row.state === 'partial') return { ...planned, plan: 'read' };
  if (row.state === 'done' || row.state === 'skipped') return { ...planned, plan: 'unchanged' };
  if (row.state === 'failed' && row.contentBytes > 0) return { ...planned, plan: 'unchanged' };
  return { ...planned, plan: 'read', existing: row, members: membersOf(row, locator, ledger) };
}

/** By locator as found, which begins with the path where the case may call it otherwise. */
function membersOf(row: SourceRow, found: string, ledger: SourceLedger): Map<string, SourceRow[]> {
  const members = new Map<string, SourceRow[]>();
  const add = (parent: number): void => {
    for (const child of ledger.children(parent)) {
      const locator = found + child.locator.slice(row.locator.length);
      const namesakes = members.get(locator);
      if (namesakes) namesakes.push(child);
      else members.set(locator, [child]);
      add(child.id);
    }
  };
  add(row.id);
  return members;
}

/** Files read together: enough bytes to keep a parser busy for a while, few enough for even shares. */
const taskBytes = 4 * 1024 * 1024;
const taskFiles = 256;

/** A task's file with its place in the list it was made of. */
export type PlannedTask = Omit<ParseTask, 'files'> & { files: (TaskFile & { index: number })[] };

export function tasksOf(files: readonly PlannedFile[]): PlannedTask[] {
  const tasks: PlannedTask[] = [];
  let task: PlannedTask | null = null;
  let bytes = 0;
  files.forEach((file, index) => {
    if (!task || bytes >= taskBytes || task.files.length >= taskFiles) {
      task = { id: tasks.length, files: [] };
      tasks.push(task);
      bytes = 0;
    }
    task.files.push({ path: file.path, index, ...resumePoint(file) });
    bytes += file.lengthBytes ?? 0;
  });
  return tasks;
}

function resumePoint(file: PlannedFile): Pick<TaskFile, 'finished' | 'cursor'> {
  const { existing, members } = file;
  const finished = [...members].flatMap(([locator, rows]) =>
    rows.filter((row) => row.state !== 'reading').map(() => locator),
  );
  const cursor =
    existing?.kind === 'file' && existing.cursorBytes > 0
      ? { locator: file.path, contentBytes: existing.cursorBytes }
      : null;
  return { finished, cursor };
}
