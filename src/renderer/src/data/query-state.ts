import type { ErrorData } from '../../../shared/contract/errors.ts';

/** The last answer of a call and the input that it answers. */
export interface Held<Input, Output> {
  input: Input;
  /** Which fetch it was; a refetch of the same input has a higher one. */
  attempt: string;
  result: { ok: true; value: Output } | { ok: false; error: ErrorData };
}

/**
 * The states of a pane that shows server data. `stale` still shows the old answer while the new one is fetched;
 * `idle` is a pane that asks nothing (hidden, or not ready to ask).
 */
export type EngineQueryState<Output> =
  | { status: 'idle'; data: null; error: null }
  | { status: 'loading'; data: null; error: null }
  | { status: 'ready'; data: Output; error: null }
  | { status: 'stale'; data: Output; error: null }
  | { status: 'error'; data: null; error: ErrorData };

/** Names of the top-level parts in which two inputs differ. */
export function differingParts<Input extends object>(left: Input, right: Input): (keyof Input)[] {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]) as Set<keyof Input>;
  return [...names].filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]));
}

/**
 * What to show for `input` while `held` is the last answer. Old data is kept only where every part that differs is
 * listed in `keepWhen` (none differs on a refetch): an answer to another question must not pass for this one's.
 */
export function queryStateOf<Input extends object, Output>(
  held: Held<Input, Output> | null,
  input: Input | null,
  attempt: string,
  keepWhen: readonly (keyof Input)[],
): EngineQueryState<Output> {
  if (input === null) return { status: 'idle', data: null, error: null };
  if (held === null) return { status: 'loading', data: null, error: null };
  const parts = differingParts(held.input, input);
  if (parts.length === 0 && held.attempt === attempt) {
    return held.result.ok
      ? { status: 'ready', data: held.result.value, error: null }
      : { status: 'error', data: null, error: held.result.error };
  }
  if (held.result.ok && parts.every((part) => keepWhen.includes(part))) {
    return { status: 'stale', data: held.result.value, error: null };
  }
  return { status: 'loading', data: null, error: null };
}
