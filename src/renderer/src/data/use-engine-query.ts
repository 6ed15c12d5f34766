import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/calls.ts';
import { isCancelled, toErrorData } from '../../../shared/contract/errors.ts';
import { useApp } from '../state/store.ts';
import { useBridge } from './bridge-context.ts';
import { queryStateOf, type EngineQueryState, type Held } from './query-state.ts';

interface Options<Name extends CallName> {
  /** Parts of the input that may differ while the old answer stays on screen as `stale`. */
  keepWhen?: readonly (keyof CallInput<Name> & string)[];
  /** A newer call in the same slot of this window cancels the one before. */
  slot?: string;
  /** Anything whose change makes the same question worth asking again, for example `marksRevision`. */
  revision?: number | string;
}

export type EngineQuery<Name extends CallName> = EngineQueryState<CallOutput<Name>> & { refetch: () => void };

/**
 * Asks the engine whenever the input changes (compared by value) and gives the state to draw. `input` null asks
 * nothing: pass it while the pane is hidden. The running call is aborted when the input changes or the pane goes.
 */
export function useEngineQuery<Name extends CallName>(
  name: Name,
  input: CallInput<Name> | null,
  { keepWhen = [], slot, revision = 0 }: Options<Name> = {},
): EngineQuery<Name> {
  const bridge = useBridge();
  const engineRevision = useApp((state) => state.case.engineRevision);
  const [fetches, setFetches] = useState(0);
  const [held, setHeld] = useState<Held<CallInput<Name>, CallOutput<Name>> | null>(null);
  const key = input === null ? null : JSON.stringify(input);
  const attempt = `${engineRevision} ${revision} ${fetches}`;
  // Callers build their input while rendering; the effect must see a new one only when its value differs.
  const stableInput = useMemo(() => (key === null ? null : (JSON.parse(key) as CallInput<Name>)), [key]);

  useEffect(() => {
    if (stableInput === null) return;
    const controller = new AbortController();
    const hold = (result: Held<CallInput<Name>, CallOutput<Name>>['result']) => {
      if (!controller.signal.aborted) setHeld({ input: stableInput, attempt, result });
    };
    bridge.call(name, stableInput, { signal: controller.signal, slot }).then(
      (value) => hold({ ok: true, value }),
      (error: unknown) => {
        // A newer call in the slot took over: its answer is what comes next.
        if (!isCancelled(error)) hold({ ok: false, error: toErrorData(error) });
      },
    );
    return () => controller.abort();
  }, [bridge, name, stableInput, slot, attempt]);

  const refetch = useCallback(() => setFetches((count) => count + 1), []);
  return { ...queryStateOf(held, stableInput, attempt, keepWhen), refetch };
}
