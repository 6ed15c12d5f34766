import type { Worker } from 'node:worker_threads';
import type { CallOutput, EngineCallName, ParsedInput } from '../../shared/contract/calls.ts';
import type { EngineOptions, ResolvedGrant } from '../../shared/contract/engine.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { EventMessage } from '../../shared/contract/events.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';
import { caseHandlers } from './case-handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { markHandlers } from './mark-handlers.ts';
import type { OpenCases } from './open-cases.ts';
import { readHandlers } from './read-handlers.ts';
import { sourceHandlers } from './source-calls.ts';

/** Who asks, and how the asking ends. */
export interface HandlerContext {
  client: string;
  signal: CancelSignal;
  slot: string | null;
}

export type Handler<Name extends EngineCallName> = (
  input: ParsedInput<Name>,
  context: HandlerContext,
) => CallOutput<Name> | Promise<CallOutput<Name>>;

export type Handlers<Names extends EngineCallName = EngineCallName> = { [Name in Names]: Handler<Name> };

/** What handlers share. */
export interface EngineParts {
  options: EngineOptions;
  cases: OpenCases;
  emit(clients: readonly string[] | null, message: EventMessage): void;
  onWorker?: ((entry: string, worker: Worker) => void) | undefined;
}

/** A handler for every call that the engine answers; a missing one does not compile. */
export function createHandlers(parts: EngineParts): Handlers {
  return {
    ...caseHandlers(parts),
    ...readHandlers(parts),
    ...markHandlers(parts),
    ...jobHandlers(parts),
    ...sourceHandlers(parts),
  };
}

/** The path behind a token. Throws `file-access` where it was never granted. */
export function granted(parts: EngineParts, token: string, client: string): ResolvedGrant {
  const grant = parts.options.resolveGrant(token, client);
  if (grant === undefined) {
    throw new AppError('file-access', 'This path was not chosen in this window.', {
      hint: 'Choose it again.',
    });
  }
  return grant;
}
