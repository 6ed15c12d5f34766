import type { CallInput, EngineCallName, ResultOf } from './calls.ts';
import type { EventMessage } from './events.ts';
import type { CancelSignal } from './jobs.ts';

/** A granted path as the engine needs it. */
export interface ResolvedGrant {
  path: string;
  kind: 'file' | 'folder' | 'save';
  /** What to call it in the case: for uploads the name the user dropped, not the spool's. */
  displayName: string;
  /** True where `path` is a spool that goes away after the job. */
  temporary: boolean;
}

export interface EngineOptions {
  /**
   * The path behind a token for this client, or undefined where it was never granted (answer `file-access`). The
   * command line passes tokens through as paths.
   */
  resolveGrant(token: string, client: string): ResolvedGrant | undefined;
  /** Folder for cases made without a location; created on demand. */
  caseFolder: string;
  appVersion: string;
}

export interface EngineCallOptions {
  signal: CancelSignal;
  /** A newer call in the same slot of the same client cancels the one before. */
  slot: string | null;
  /** The window that asks: it has at most one case open, and events about that case go to it. */
  client: string;
}

/** An event with the clients it concerns; null is every client. */
export interface EngineEvent {
  clients: readonly string[] | null;
  message: EventMessage;
}

export interface Engine {
  /** Parses the input, runs the call, never throws: failures are results. */
  call<Name extends EngineCallName>(
    name: Name,
    input: CallInput<Name>,
    options: EngineCallOptions,
  ): Promise<ResultOf<Name>>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Stops jobs at their next commit, closes every case. */
  close(): Promise<void>;
}

export type CreateEngine = (options: EngineOptions) => Engine;
