import { createHash, type Hash } from 'node:crypto';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { readFile } from './container.ts';
import { PartBuilder, partTargetBytes } from './part.ts';
import type { ClosedLeaf, OpenedLeaf, ParseTask, TaskFile, TaskPart } from './parser-protocol.ts';
import type { ChildSink, EvidenceVisitor, LeafIdentity, LeafResult, ReaderSink, RecordSpan } from './types.ts';

/** Records after which a part is handed over however small they are: bounds what a part costs in memory. */
const partTargetRecords = 20_000;

/**
 * Where no commit may come, parts may grow to this many times their size: most members of archives are small, and a part
 * that ends with one can be committed.
 */
const unsafeGrowth = 2;

/** Hands a part over; resolves when the next may be made. */
export type SendPart = (message: TaskPart) => Promise<void>;

interface LeafState {
  leaf: number;
  hash: Hash;
  contentBytes: number;
  /** Content before this is in the case already. */
  skipBytes: number;
}

/** The file that is being read. */
interface OpenFile {
  file: number;
  taskFile: TaskFile;
  /** How many leaves of each locator are in the case already and not met yet. */
  finished: Map<string, number>;
}

/** Reads the files of a task and sends their content in parts. */
export class TaskParser {
  readonly #builder = new PartBuilder();
  readonly #send: SendPart;
  readonly #signal: CancelSignal;
  #task!: ParseTask;
  #nextLeaf = 0;
  #opened: OpenedLeaf[] = [];
  #closed: ClosedLeaf[] = [];
  #files: TaskPart['files'] = [];
  #problems: TaskPart['problems'] = [];
  /** Whether parts were sent since the last one after which a commit is possible. */
  #hasUnsafeParts = false;

  constructor(send: SendPart, signal: CancelSignal) {
    this.#send = send;
    this.#signal = signal;
  }

  async run(task: ParseTask): Promise<void> {
    this.#task = task;
    this.#nextLeaf = 0;
    for (let file = 0; file < task.files.length; file++) {
      const result = await readFile(task.files[file]!.path, this.#visitor(file, task.files[file]!), {
        signal: this.#signal,
      });
      this.#files.push({ file, result });
      if (this.#isSafeDue()) await this.#sendPart({ safe: true, last: file === task.files.length - 1 });
    }
    if (this.#files.length > 0 || task.files.length === 0) await this.#sendPart({ safe: true, last: true });
  }

  #isFull(growth = 1): boolean {
    const { contentBytes, records } = this.#builder;
    return contentBytes >= partTargetBytes * growth || records >= partTargetRecords * growth;
  }

  /** Whether a commit that is possible now should be: the next chance may be far away. */
  #isSafeDue(): boolean {
    return this.#isFull() || this.#hasUnsafeParts;
  }

  #visitor(file: number, taskFile: TaskFile): EvidenceVisitor {
    let open: { state: LeafState; children: Map<string, LeafState> } | null = null;
    const finished = new Map<string, number>();
    for (const locator of taskFile.finished) finished.set(locator, (finished.get(locator) ?? 0) + 1);
    const source = { file, taskFile, finished };
    return {
      open: (identity) => {
        const state = this.#openLeaf(source, identity, null, null);
        const children = new Map<string, LeafState>();
        open = { state, children };
        return this.#sink(source, identity, state, children);
      },
      close: async (identity, result) => {
        const { state, children } = open!;
        open = null;
        for (const child of children.values()) {
          this.#closeLeaf(child, { ...result, state: 'read', reason: null, encoding: 'utf-8' });
        }
        this.#closeLeaf(state, result);
        // A leaf that is the file itself is complete only with the result of the file, which comes next.
        if (identity.member !== null && this.#isSafeDue()) await this.#sendPart({ safe: true, last: false });
      },
      problem: (problem) => this.#problems.push({ ...problem, file }),
    };
  }

  #openLeaf(
    { file, taskFile, finished }: OpenFile,
    identity: LeafIdentity,
    parent: number | null,
    child: { name: string; format: string } | null,
  ): LeafState {
    const leaf = this.#nextLeaf++;
    const locator = child ? `${identity.locator}#${child.name}` : identity.locator;
    const finishedLeft = finished.get(locator) ?? 0;
    const isFinished = finishedLeft > 0;
    if (isFinished) finished.set(locator, finishedLeft - 1);
    const cursor = taskFile.cursor?.locator === locator ? taskFile.cursor.contentBytes : 0;
    this.#opened.push({
      leaf,
      file,
      parent,
      locator,
      member: identity.member,
      layers: identity.layers,
      format: child?.format ?? null,
    });
    return { leaf, hash: createHash('sha256'), contentBytes: 0, skipBytes: isFinished ? Infinity : cursor };
  }

  #closeLeaf(state: LeafState, result: LeafResult): void {
    const { state: ended, format, reason, encoding } = result;
    this.#closed.push({
      leaf: state.leaf,
      result: { state: ended, format, reason, encoding },
      contentBytes: state.contentBytes,
      contentSha256: state.hash.digest('hex'),
    });
  }

  #sink(source: OpenFile, identity: LeafIdentity, state: LeafState, children: Map<string, LeafState>): ReaderSink {
    const deliver = async (target: LeafState, bytes: Uint8Array, records: RecordSpan[]): Promise<void> => {
      this.#chunk(target, bytes, records);
      if (!this.#isFull()) return;
      // A commit may come inside a leaf only where it can be resumed: the file's own content, nothing derived from it.
      const resumable = identity.member === null && children.size === 0;
      if (!resumable && !this.#isFull(unsafeGrowth)) return;
      const cursor = { leaf: state.leaf, contentBytes: state.contentBytes };
      await this.#sendPart(resumable ? { safe: true, cursor, last: false } : { safe: false, last: false });
    };
    // Readers report in the same order whenever they read the same content: what comes before the content at the cursor
    // was delivered is in the case already, wherever in the content it points.
    const isCounted = (): boolean => state.contentBytes >= state.skipBytes;
    return {
      chunk: (bytes, records) => deliver(state, bytes, records),
      reject: (problem) => {
        if (!isCounted()) return;
        this.#builder.use(state.leaf);
        this.#builder.reject(problem);
      },
      problem: (problem) => {
        if (!isCounted()) return;
        this.#builder.use(state.leaf);
        this.#builder.problem(problem);
      },
      child: (name, format): ChildSink => {
        let child = children.get(name);
        if (!child) {
          child = this.#openLeaf(source, identity, state.leaf, { name, format });
          children.set(name, child);
        }
        const target = child;
        return { chunk: (bytes, records) => deliver(target, bytes, records) };
      },
    };
  }

  /** Splits a stretch of content into its records and what lies between them. */
  #chunk(state: LeafState, bytes: Uint8Array, records: RecordSpan[]): void {
    const offset = state.contentBytes;
    state.hash.update(bytes);
    state.contentBytes += bytes.length;
    if (state.contentBytes <= state.skipBytes) return;
    const builder = this.#builder;
    builder.use(state.leaf);
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let position = Math.max(0, state.skipBytes - offset);
    for (const span of records) {
      if (span.start < position) continue;
      if (span.start > position) builder.content(content, position, span.start);
      builder.record(content, span, offset + span.start);
      position = span.start + span.length;
    }
    if (position < content.length) builder.content(content, position, content.length);
  }

  async #sendPart(at: { safe: boolean; last: boolean; cursor?: TaskPart['cursor'] }): Promise<void> {
    const message: TaskPart = {
      kind: 'part',
      task: this.#task.id,
      part: this.#builder.take(),
      opened: this.#opened,
      closed: this.#closed,
      safe: at.safe,
      cursor: at.cursor ?? null,
      files: this.#files,
      problems: this.#problems,
      last: at.last,
    };
    this.#opened = [];
    this.#closed = [];
    this.#files = [];
    this.#problems = [];
    this.#hasUnsafeParts = !at.safe;
    await this.#send(message);
  }
}
