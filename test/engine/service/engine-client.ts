import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import type { CallInput, CallOutput, EngineCallName, ResultOf } from '../../../src/shared/contract/calls.ts';
import type { Engine, EngineEvent, ResolvedGrant } from '../../../src/shared/contract/engine.ts';
import { fromErrorData } from '../../../src/shared/contract/errors.ts';
import type { EventName, Events } from '../../../src/shared/contract/events.ts';
import type { JobRow } from '../../../src/shared/contract/jobs.ts';
import type { Scope } from '../../../src/shared/contract/search.ts';

export const everything: Scope = { query: '', range: null };

export const scope = (query: string): Scope => ({ query, range: null });

/** An engine in a folder of its own, with what a host would keep about grants and events. */
export class TestEngine {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'spoor-engine-'));
  readonly engine: Engine;
  readonly events: EngineEvent[] = [];
  readonly workers: { entry: string; worker: Worker }[] = [];
  readonly #grants = new Map<string, ResolvedGrant>();
  readonly #waiting = new Set<() => void>();

  constructor() {
    mkdirSync(path.join(this.folder, 'cases'));
    this.engine = createEngine(
      {
        resolveGrant: (token) => this.#grants.get(token),
        caseFolder: path.join(this.folder, 'cases'),
        appVersion: '0.0.1',
      },
      { onWorker: (entry, worker) => this.workers.push({ entry, worker }) },
    );
    this.engine.subscribe((event) => {
      this.events.push(event);
      for (const look of this.#waiting) look();
    });
  }

  /** Closes the engine with the test that made it. */
  static forTest(): TestEngine {
    const engine = new TestEngine();
    onTestFinished(() => engine.close());
    return engine;
  }

  async close(): Promise<void> {
    await this.engine.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  grant(file: string, more: Partial<ResolvedGrant> = {}): string {
    const token = `grant-${String(this.#grants.size).padStart(16, '0')}`;
    this.#grants.set(token, { path: file, kind: 'file', displayName: path.basename(file), temporary: false, ...more });
    return token;
  }

  /** The result as it travels. */
  result<Name extends EngineCallName>(
    name: Name,
    input: CallInput<Name>,
    options: { client?: string; slot?: string | null; signal?: AbortSignal } = {},
  ): Promise<ResultOf<Name>> {
    const { client = 'one', slot = null, signal = new AbortController().signal } = options;
    return this.engine.call(name, input, { client, slot, signal });
  }

  /** The value; a failure is thrown. */
  async call<Name extends EngineCallName>(
    name: Name,
    input: CallInput<Name>,
    client = 'one',
  ): Promise<CallOutput<Name>> {
    const result = await this.result(name, input, { client });
    if (!result.ok) throw fromErrorData(result.error);
    return result.value as CallOutput<Name>;
  }

  /** The first event of a name, among those that came and those to come, that passes. */
  async event<Name extends EventName>(
    name: Name,
    passes: (payload: Events[Name], clients: readonly string[] | null) => boolean = () => true,
  ): Promise<Events[Name]> {
    for (let seen = 0; ;) {
      for (; seen < this.events.length; seen++) {
        const { message, clients } = this.events[seen]!;
        if (message.name !== name) continue;
        // Name and payload belong together.
        const payload = message.payload as Events[Name];
        if (passes(payload, clients)) return payload;
      }
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
      });
    }
  }

  ended(jobId: string): Promise<JobRow> {
    return this.event('job.ended', ({ id }) => id === jobId);
  }

  /** Makes a case and imports a file or folder into it. */
  async caseOf(evidence: string, name = 'Case'): Promise<JobRow> {
    await this.call('case.create', { name, location: null });
    const { jobId } = await this.call('import.start', { grants: [this.grant(evidence)] });
    return await this.ended(jobId);
  }
}
