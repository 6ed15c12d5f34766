import type * as z from 'zod';
import type { ErrorData } from './errors.ts';

declare const outputType: unique symbol;

/** One call: who answers it, the schema its input must pass, and the type of its answer. */
export interface CallDefinition<Side extends 'host' | 'engine', Input extends z.ZodType, Output> {
  readonly side: Side;
  readonly input: Input;
  /** Only in the type. */
  readonly [outputType]?: Output;
}

/** A call the engine answers. */
export function engineCall<Output>() {
  return <Input extends z.ZodType>(input: Input): CallDefinition<'engine', Input, Output> => ({
    side: 'engine',
    input,
  });
}

/** A call the host itself answers: windows, dialogs, preferences. */
export function hostCall<Output>() {
  return <Input extends z.ZodType>(input: Input): CallDefinition<'host', Input, Output> => ({ side: 'host', input });
}

export type OutputOf<Definition> =
  Definition extends CallDefinition<'host' | 'engine', z.ZodType, infer Output> ? Output : never;

export type CallResult<Value> = { ok: true; value: Value } | { ok: false; error: ErrorData };

/** Replies are pages and aggregates; a reply beyond this is a defect. */
export const replyLimitBytes = 1_000_000;
