import { rm } from 'node:fs/promises';
import type { Worker } from 'node:worker_threads';
import type { CaseSummary } from '../../shared/contract/case.ts';
import { AppError, toErrorData } from '../../shared/contract/errors.ts';
import type { EventMessage } from '../../shared/contract/events.ts';
import { CaseLock } from '../case/lock.ts';
import type { CaseFacts } from './case-facts.ts';
import { JobManager } from './job-manager.ts';
import type { ReaderMethods } from './reader-methods.ts';
import { WorkerLink } from './worker-link.ts';
import type { WriterEvent, WriterMethods } from './writer-methods.ts';

export type ReaderLink = WorkerLink<ReaderMethods, ReaderEvent>;
export type WriterLink = WorkerLink<WriterMethods, WriterEvent>;
/** A reader tells nothing unasked. */
type ReaderEvent = never;

export interface SessionOptions {
  emit(clients: readonly string[], message: EventMessage): void;
  onWorker?: ((entry: string, worker: Worker) => void) | undefined;
}

/** A worker that dies more often than this is not started again. */
const restartsPerMinute = 3;
const minuteMilliseconds = 60_000;
/** Reading anew while an import runs: not more often, and taking at most a quarter of the reader's time. */
const reloadMilliseconds = 1_000;
const reloadShare = 4;

// Columns and blocks lie outside the heap; dictionaries and parsed records inside.
const readerLimits = { maxOldGenerationSizeMb: 3_072 };
const writerLimits = { maxOldGenerationSizeMb: 3_072 };

interface ClientState {
  wantsToWrite: boolean;
}

/** An open case file, shared by the windows that have it open: one reader, one writer, its jobs. */
export class CaseSession {
  readonly file: string;
  readonly jobs: JobManager;
  readonly #options: SessionOptions;
  readonly #clients = new Map<string, ClientState>();
  #reader: ReaderLink | null = null;
  #writer: WriterLink | null = null;
  /** Why nobody can write, or null. */
  #readOnlyReason: string | null = null;
  #generation = 1;
  #facts: CaseFacts | null = null;
  #reloading: Promise<void> | null = null;
  #reloadTimer: NodeJS.Timeout | null = null;
  #isStale = false;
  #lastReloadMs = 0;
  #reloadTookMs = 0;
  #restarting: Promise<void> | null = null;
  readonly #crashes: number[] = [];
  #failure: AppError | null = null;
  #isClosed = false;

  constructor(file: string, options: SessionOptions) {
    this.file = file;
    this.#options = options;
    this.jobs = new JobManager((message) => options.emit(this.clients(), message));
  }

  clients(): string[] {
    return [...this.#clients.keys()];
  }

  /** Opens the file. With `write` it is created where it is missing, and opened read-only where it cannot be locked. */
  async open(write: boolean): Promise<void> {
    if (write) await this.#openWriter();
    await this.#openReader();
  }

  async #openWriter(): Promise<void> {
    const writer = this.#link<WriterMethods, WriterEvent>('writer', writerLimits, () => this.#committed());
    try {
      await writer.call('open', { file: this.file, program: 'Spoor' });
      this.#writer = writer;
      this.#readOnlyReason = null;
    } catch (error) {
      await writer.close();
      const { code, message } = toErrorData(error);
      if (code !== 'case-locked' && code !== 'case-read-only') throw error;
      this.#readOnlyReason = message;
    }
  }

  async #openReader(): Promise<void> {
    const reader = this.#link<ReaderMethods, ReaderEvent>('reader', readerLimits, () => undefined);
    try {
      this.#facts = await reader.call('open', { file: this.file, generation: this.#generation });
      this.#reader = reader;
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  #link<Methods extends WriterMethods | ReaderMethods, Event>(
    entry: 'reader' | 'writer',
    resourceLimits: typeof readerLimits,
    onEvent: (event: Event) => void,
  ): WorkerLink<Methods, Event> {
    return new WorkerLink<Methods, Event>({
      entry,
      resourceLimits,
      onEvent,
      onCrash: (error) => this.#crashed(entry, error),
      onWorker: this.#options.onWorker,
    });
  }

  // -- crashes

  #crashed(entry: 'reader' | 'writer', error: AppError): void {
    if (this.#isClosed) return;
    if (entry === 'reader') this.#reader = null;
    else this.#writer = null;
    const now = Date.now();
    this.#crashes.push(now);
    if (this.#crashes.filter((at) => at > now - minuteMilliseconds).length > restartsPerMinute) {
      this.#failure = error;
      return;
    }
    this.#restarting = this.#restart(entry, error, this.#restarting);
  }

  async #restart(entry: 'reader' | 'writer', error: AppError, before: Promise<void> | null): Promise<void> {
    await before;
    if (this.#isClosed) return;
    try {
      this.#generation++;
      if (entry === 'reader') await this.#openReader();
      else {
        // The dead writer left its lock behind, which names this very process and so looks alive.
        await rm(CaseLock.fileFor(this.file), { force: true });
        await this.#openWriter();
      }
      this.#options.emit(this.clients(), { name: 'engine.restarted', payload: { error: error.toData() } });
      this.#committed();
    } catch (failure) {
      this.#failure = failure instanceof AppError ? failure : error;
    }
  }

  /** The reader, once a restart that is under way is done. */
  async reader(): Promise<ReaderLink> {
    await this.#restarting;
    if (this.#reader === null) throw this.#failure ?? closedError();
    return this.#reader;
  }

  /** The writer for a client, or `case-read-only` saying why not. */
  async writerFor(client: string): Promise<WriterLink> {
    const reason = this.#reasonNotToWrite(client);
    if (reason !== null) {
      throw new AppError('case-read-only', `This case is open read-only here. ${reason}`, {
        hint: 'Close it there to change it here.',
      });
    }
    return await this.writer();
  }

  /** The writer, for work that a permitted client started. */
  async writer(): Promise<WriterLink> {
    await this.#restarting;
    if (this.#writer === null) throw this.#failure ?? closedError();
    return this.#writer;
  }

  /** Whether someone may write: for what is recorded only where it can be. */
  get isWritable(): boolean {
    return this.#writer !== null;
  }

  canWrite(client: string): boolean {
    return this.#reasonNotToWrite(client) === null;
  }

  // -- clients

  /** Adds a window. The first that wants to write does; the others read until it closes. */
  addClient(client: string, wantsToWrite: boolean): void {
    this.#clients.set(client, { wantsToWrite });
  }

  /** Takes the lock after all where the file was opened for reading only so far. */
  async becomeWritable(): Promise<void> {
    if (this.#writer === null && this.#failure === null) await this.#openWriter();
  }

  removeClient(client: string): void {
    const before = this.#writingClient();
    this.#clients.delete(client);
    const after = this.#writingClient();
    if (after !== null && after !== before) this.#announce([after]);
  }

  #writingClient(): string | null {
    if (this.#writer === null) return null;
    for (const [client, { wantsToWrite }] of this.#clients) if (wantsToWrite) return client;
    return null;
  }

  #reasonNotToWrite(client: string): string | null {
    if (this.#clients.get(client)?.wantsToWrite === false) return 'It was opened for reading only.';
    if (this.#readOnlyReason !== null) return this.#readOnlyReason;
    const writing = this.#writingClient();
    return writing === null || writing === client ? null : 'It is open in another window, which can change it.';
  }

  // -- summary

  /** The case as this client sees it. */
  async summary(client: string): Promise<CaseSummary> {
    const reader = await this.reader();
    this.#facts = await reader.call('facts', null);
    return this.#summaryOf(this.#facts, client);
  }

  /** Tells the other windows of changed settings. */
  async announceSettings(by: string): Promise<void> {
    this.#facts = await (await this.reader()).call('facts', null);
    this.#announce(this.clients().filter((client) => client !== by));
  }

  #summaryOf(facts: CaseFacts, client: string): CaseSummary {
    const readOnlyReason = this.#reasonNotToWrite(client);
    return { ...facts, readOnly: readOnlyReason !== null, readOnlyReason };
  }

  #announce(clients: readonly string[]): void {
    const facts = this.#facts;
    if (facts === null) return;
    for (const client of clients) {
      const summary = this.#summaryOf(facts, client);
      this.#options.emit([client], { name: 'case.changed', payload: { generation: facts.generation, summary } });
    }
  }

  // -- reading anew

  /** Something was committed: the reader follows soon. */
  #committed(): void {
    this.#isStale = true;
    if (this.#isClosed || this.#reloading !== null || this.#reloadTimer !== null) return;
    const pause = Math.max(reloadMilliseconds, this.#reloadTookMs * reloadShare);
    const waitMs = Math.max(0, this.#lastReloadMs + pause - Date.now());
    this.#reloadTimer = setTimeout(() => {
      this.#reloadTimer = null;
      void this.reload(true).catch(() => undefined);
    }, waitMs);
    this.#reloadTimer.unref();
  }

  /** Reads the newest state and tells the windows. Without `keepPrevious` older generations are gone at once. */
  async reload(keepPrevious: boolean): Promise<void> {
    while (this.#reloading !== null) await this.#reloading;
    if (this.#isClosed) return;
    this.#reloading = this.#reload(keepPrevious);
    try {
      await this.#reloading;
    } finally {
      this.#reloading = null;
    }
    if (this.#isStale) this.#committed();
  }

  async #reload(keepPrevious: boolean): Promise<void> {
    this.#isStale = false;
    const started = Date.now();
    const reader = await this.reader();
    const generation = this.#generation + 1;
    this.#facts = await reader.call('reload', { generation, keepPrevious });
    this.#generation = generation;
    this.#lastReloadMs = Date.now();
    this.#reloadTookMs = this.#lastReloadMs - started;
    this.#announce(this.clients());
  }

  /** Reads what a job committed last before its end is told. */
  async catchUp(): Promise<void> {
    if (this.#reloadTimer !== null) clearTimeout(this.#reloadTimer);
    this.#reloadTimer = null;
    await this.reload(true);
  }

  /** Cancels jobs at their next commit and closes the file. */
  async close(): Promise<void> {
    await this.jobs.close();
    this.#isClosed = true;
    if (this.#reloadTimer !== null) clearTimeout(this.#reloadTimer);
    await this.#reloading?.catch(() => undefined);
    await this.#restarting;
    // The writer goes last: with no reader left it folds its log into the one file.
    await this.#reader?.call('close', null as never).catch(() => undefined);
    await this.#reader?.close();
    await this.#writer?.call('close', null as never).catch(() => undefined);
    await this.#writer?.close();
    this.#reader = null;
    this.#writer = null;
  }
}

function closedError(): AppError {
  return new AppError('not-found', 'The case is closed.');
}
