import type { Database, Statement } from 'better-sqlite3';
import type { Problem } from '../../shared/contract/jobs.ts';
import { CaseWriter, IdMap, type LeafOutcome } from '../store/case-writer.ts';
import { addProblem, countFile, type ImportResult } from './import-counts.ts';
import type { PartLeaf } from './part.ts';
import type { ClosedLeaf, OpenedLeaf, TaskPart } from './parser-protocol.ts';
import type { PlannedFile } from './plan-import.ts';
import { SourceLedger, type SourceRow } from './source-ledger.ts';
import type { NameOf } from './source-names.ts';
import type { FileResult, SkipReason } from './types.ts';

interface OpenSource {
  row: SourceRow;
  nextSlice: number;
  /** Leaves that an earlier import finished are read again only to get past them. */
  isRepeat: boolean;
}

interface FileState {
  row: SourceRow | null;
  leaves: number;
}

/** Writes what parsers send: sources, their content, their counts, their problems. */
export class ImportWriter {
  readonly ledger: SourceLedger;
  readonly #runId: number;
  readonly #result: ImportResult;
  readonly #writer: CaseWriter;
  readonly #insertProblem: Statement;
  readonly #maps = new Map<number, IdMap>();
  // State of the task whose parts come in; tasks come one after the other.
  #task = -1;
  #leaves: OpenSource[] = [];
  #files: FileState[] = [];
  #committed: ImportResult;

  constructor(database: Database, runId: number, result: ImportResult, nameOf?: NameOf) {
    this.#runId = runId;
    this.#result = result;
    this.#committed = structuredClone(result);
    this.#writer = new CaseWriter(database);
    this.ledger = new SourceLedger(database, nameOf);
    this.#insertProblem = database.prepare(
      'INSERT INTO problem (run_id, source_id, source, position, code, message) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  get inTransaction(): boolean {
    return this.#writer.inTransaction;
  }

  begin(): void {
    this.#writer.begin();
  }

  commit(): void {
    this.ledger.flush();
    this.#writer.commit();
    this.#committed = structuredClone(this.#result);
  }

  /** Gives up what came since the last commit, also in the counts. */
  rollback(): void {
    this.#writer.rollback();
    Object.assign(this.#result, this.#committed);
  }

  /** Accounts for a file that is not read: unchanged since an earlier import, or it cannot be. */
  notRead(file: PlannedFile): void {
    if (file.plan === 'unchanged') {
      countFile(this.#result, 'skipped');
      this.#result.unchanged++;
      return;
    }
    const { reason } = file;
    const state = file.plan === 'skip' ? 'skipped' : 'failed';
    this.#fileRow(file, state, reason!);
    countFile(this.#result, state);
  }

  #fileRow(file: PlannedFile, state: 'skipped' | 'failed', reason: SkipReason): SourceRow {
    const row =
      file.existing ??
      this.ledger.add({ runId: this.#runId, kind: 'file', locator: file.path, parentId: file.folderId });
    Object.assign(row, {
      state,
      reasonCode: reason.code,
      reason: reason.message,
      foundBytes: file.lengthBytes,
      foundModifiedMs: file.modifiedMs,
    });
    this.ledger.changed(row);
    this.#reason(row, reason);
    return row;
  }

  #reason(row: SourceRow, reason: SkipReason): void {
    const problem: Problem = { source: row.locator, position: null, code: reason.code, message: reason.message };
    if (reason.expected) this.#result.skipped.push(problem);
    else this.#problem(row, problem);
  }

  #problem(row: SourceRow | null, found: Problem): void {
    const problem = { ...found, source: this.ledger.nameOf(found.source) };
    addProblem(this.#result, problem);
    this.#insertProblem.run(
      this.#runId,
      row?.id ?? null,
      problem.source,
      problem.position,
      problem.code,
      problem.message,
    );
  }

  /** Adds a part. `parser` says whose dictionaries its ids belong to; `files` are the files of its task. */
  write(message: TaskPart, parser: number, files: readonly PlannedFile[]): void {
    if (message.task !== this.#task) {
      this.#task = message.task;
      this.#leaves = [];
      this.#files = files.map((file) => ({ row: file.existing, leaves: 0 }));
    }
    for (const leaf of message.opened) this.#leaves[leaf.leaf] = this.#open(leaf, files[leaf.file]!);
    let ids = this.#maps.get(parser);
    if (!ids) this.#maps.set(parser, (ids = new IdMap()));
    const outcomes = this.#writer.write(
      message.part,
      ids,
      this.#leaves.map((leaf) => leaf.row.id),
      (leaf) => this.#nextSlice(leaf),
    );
    for (const leaf of message.part.leaves) this.#count(leaf, outcomes.get(leaf.leaf)!);
    for (const leaf of message.closed) this.#close(leaf);
    if (message.cursor) {
      const { row } = this.#leaves[message.cursor.leaf]!;
      row.cursorBytes = message.cursor.contentBytes;
      this.ledger.changed(row);
    }
    for (const { file, ...problem } of message.problems) this.#problem(this.#files[file]!.row, problem);
    for (const { file, result } of message.files) this.#closeFile(files[file]!, this.#files[file]!, result);
  }

  #open(leaf: OpenedLeaf, file: PlannedFile): OpenSource {
    const state = this.#files[leaf.file]!;
    if (leaf.parent === null) state.leaves++;
    const found = {
      runId: this.#runId,
      parentId: file.folderId,
      foundBytes: file.lengthBytes,
      foundModifiedMs: file.modifiedMs,
    };
    if (leaf.parent === null && leaf.member === null) {
      const row = file.existing ?? this.ledger.add({ ...found, kind: 'file', locator: leaf.locator });
      state.row = row;
      return this.#opened(row, false);
    }
    if (leaf.parent === null) {
      state.row ??= this.ledger.add({ ...found, kind: 'archive', locator: file.path });
      // An earlier import may not have been able to see that it is one.
      state.row.kind = 'archive';
      const known = file.members.get(leaf.locator)?.shift();
      if (known) return this.#opened(known, known.state !== 'reading');
      return this.#opened(
        this.ledger.add({ runId: this.#runId, kind: 'member', locator: leaf.locator, parentId: state.row.id }),
        false,
      );
    }
    const parent = this.#leaves[leaf.parent]!;
    const known = file.members.get(leaf.locator)?.shift();
    if (known) return this.#opened(known, known.state !== 'reading');
    return this.#opened(
      this.ledger.add({
        runId: this.#runId,
        kind: 'decoded',
        locator: leaf.locator,
        parentId: parent.row.id,
        format: leaf.format,
      }),
      false,
    );
  }

  #opened(row: SourceRow, isRepeat: boolean): OpenSource {
    return { row, nextSlice: this.ledger.sliceCount(row.id), isRepeat };
  }

  #nextSlice(leaf: PartLeaf): number {
    const source = this.#leaves[leaf.leaf]!;
    const first = source.nextSlice;
    source.nextSlice += leaf.slices.length;
    return first;
  }

  #count(leaf: PartLeaf, outcome: LeafOutcome): void {
    const { row } = this.#leaves[leaf.leaf]!;
    row.seen += leaf.seen;
    row.rejected += leaf.rejected;
    row.added += outcome.added;
    row.duplicates += outcome.duplicates;
    if (leaf.seen > leaf.rejected) {
      row.firstEpochSeconds = Math.min(row.firstEpochSeconds ?? Infinity, leaf.firstEpochSeconds);
      row.lastEpochSeconds = Math.max(row.lastEpochSeconds ?? 0, leaf.lastEpochSeconds);
    }
    this.ledger.changed(row);
    const { records } = this.#result;
    records.seen += leaf.seen;
    records.rejected += leaf.rejected;
    records.added += outcome.added;
    records.duplicates += outcome.duplicates;
    for (const problem of leaf.problems) this.#problem(row, { source: row.locator, ...problem });
    for (const conflict of outcome.conflicts) {
      const kept =
        conflict.kept === 'richer'
          ? 'This copy says more and stands for the event.'
          : 'The copy found first stands for the event.';
      this.#problem(row, {
        source: row.locator,
        position: `record ${conflict.recordNumber}`,
        code: 'conflicting-copy',
        message: `An event with this eventID is in the case with other content (record ${conflict.otherRecordNumber}). ${kept} Both are kept.`,
      });
    }
  }

  #close(closed: ClosedLeaf): void {
    const { row, isRepeat } = this.#leaves[closed.leaf]!;
    if (isRepeat) {
      if (row.kind === 'decoded') return;
      countFile(this.#result, 'skipped');
      this.#result.unchanged++;
      return;
    }
    const { state, format, reason, encoding } = closed.result;
    row.state = state === 'read' ? 'done' : state;
    row.format = row.kind === 'decoded' ? row.format : format;
    row.encoding = encoding;
    row.reasonCode = reason?.code ?? null;
    row.reason = reason?.message ?? null;
    row.contentBytes = closed.contentBytes;
    row.contentSha256 = closed.contentBytes > 0 ? closed.contentSha256 : null;
    row.cursorBytes = closed.contentBytes;
    this.ledger.changed(row);
    if (row.kind === 'decoded') return;
    countFile(this.#result, state);
    if (reason) this.#reason(row, reason);
  }

  #closeFile(file: PlannedFile, state: FileState, result: FileResult): void {
    if (state.leaves === 0) {
      // Nothing was opened: the file itself is unreadable, empty, or an archive without members.
      const ended = result.state === 'failed' ? 'failed' : 'skipped';
      const reason = result.reason ?? { code: 'no-records', message: 'Nothing in it can be read.', expected: false };
      state.row = this.#fileRow(file, ended, reason);
      countFile(this.#result, ended);
    } else if (state.row!.kind === 'archive') {
      state.row!.state = result.state === 'read' ? 'done' : result.state;
      state.row!.reasonCode = result.reason?.code ?? null;
      state.row!.reason = result.reason?.message ?? null;
    }
    state.row!.foundSha256 = result.sha256;
    state.row!.foundBytes = result.lengthBytes;
    this.ledger.changed(state.row!);
  }
}
