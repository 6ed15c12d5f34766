import type { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/contract/errors.ts';
import type { EventMessage } from '../../shared/contract/events.ts';
import { canonicalFile } from './case-files.ts';
import { CaseSession } from './case-session.ts';

export interface OpenCasesOptions {
  emit(clients: readonly string[] | null, message: EventMessage): void;
  onWorker?: ((entry: string, worker: Worker) => void) | undefined;
}

/** Which window has which case open. A file that several have open is open once. */
export class OpenCases {
  readonly #options: OpenCasesOptions;
  readonly #sessions = new Map<string, CaseSession>();
  readonly #byClient = new Map<string, CaseSession>();
  /** Opening and closing take turns, so that a file is never opened while it is being closed. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: OpenCasesOptions) {
    this.#options = options;
  }

  /** The case of a client. Throws `not-found` where it has none open. */
  of(client: string): CaseSession {
    const session = this.#byClient.get(client);
    if (session === undefined) throw new AppError('not-found', 'No case is open in this window.');
    return session;
  }

  find(client: string): CaseSession | null {
    return this.#byClient.get(client) ?? null;
  }

  isOpen(file: string): boolean {
    return this.#sessions.has(canonicalFile(file));
  }

  #inTurn<Value>(run: () => Promise<Value>): Promise<Value> {
    const next = this.#turn.then(run, run);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  /** Opens a case for a client, in the place of the one it has open. `prepare` runs in turn, before the file is opened. */
  open(client: string, file: string, wantsToWrite: boolean, prepare?: () => Promise<void>): Promise<CaseSession> {
    return this.#inTurn(async () => {
      await prepare?.();
      const key = canonicalFile(file);
      let session = this.#sessions.get(key);
      if (session === undefined) {
        session = new CaseSession(key, {
          emit: (clients, message) => this.#options.emit(clients, message),
          onWorker: this.#options.onWorker,
        });
        try {
          await session.open(wantsToWrite);
        } catch (error) {
          await session.close();
          throw error;
        }
        this.#sessions.set(key, session);
      } else if (wantsToWrite) await session.becomeWritable();
      const before = this.#byClient.get(client);
      if (before !== session) {
        if (before !== undefined) await this.#release(client, before);
        this.#byClient.set(client, session);
      }
      session.addClient(client, wantsToWrite);
      return session;
    });
  }

  close(client: string): Promise<void> {
    return this.#inTurn(async () => {
      const session = this.#byClient.get(client);
      if (session !== undefined) await this.#release(client, session);
    });
  }

  async #release(client: string, session: CaseSession): Promise<void> {
    this.#byClient.delete(client);
    session.removeClient(client);
    if (session.clients().length > 0) return;
    this.#sessions.delete(session.file);
    await session.close();
  }

  closeAll(): Promise<void> {
    return this.#inTurn(async () => {
      this.#byClient.clear();
      const sessions = [...this.#sessions.values()];
      this.#sessions.clear();
      await Promise.all(sessions.map((session) => session.close()));
    });
  }
}
