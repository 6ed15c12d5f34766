import { useCallback, useEffect, useMemo, useState } from 'react';
import type { CallInput } from '../../../../../shared/contract/calls.ts';
import { isCancelled, toErrorData, type ErrorData } from '../../../../../shared/contract/errors.ts';
import type { ResultLine } from '../../../../../shared/contract/search.ts';
import { useBridge } from '../../../data/bridge-context.ts';
import { PageSource } from '../../../data/page-source.ts';
import { useApp } from '../../../state/store.ts';

export type LinesInput = Omit<CallInput<'search.rows'>, 'from' | 'count'>;

/** The lines of one search, ready to draw from the line they were asked for. */
export interface ResultLines {
  source: PageSource<ResultLine>;
  input: LinesInput;
  /** Events; `source.count` are the lines, fewer where repeats are grouped. */
  matches: number;
  generation: number;
}

export interface ResultLinesState {
  /** What to draw: the newest answer, also while a newer one is on its way. */
  lines: ResultLines | null;
  isStale: boolean;
  /** Of the latest question; the lines are then those of the one before. */
  error: ErrorData | null;
  refetch: () => void;
}

const pageSize = 64;

interface Options {
  /** Line that will be at the top, so that the first answer already fills the view. */
  firstLine: () => number;
  /** Anything whose change makes the same question worth asking again. */
  revision: number;
}

/**
 * Asks for the lines whenever the input changes (by value) and swaps them in when the first of them are here, so that
 * nothing blank shows in between. The newest question wins.
 */
export function useResultLines(input: LinesInput, { firstLine, revision }: Options): ResultLinesState {
  const bridge = useBridge();
  const engineRevision = useApp((state) => state.case.engineRevision);
  const [fetches, setFetches] = useState(0);
  const [held, setHeld] = useState<{ lines: ResultLines; attempt: string } | null>(null);
  const [failed, setFailed] = useState<{ error: ErrorData; attempt: string } | null>(null);
  const key = JSON.stringify(input);
  const stableInput = useMemo(() => JSON.parse(key) as LinesInput, [key]);
  const attempt = `${engineRevision} ${revision} ${fetches} ${key}`;

  useEffect(() => {
    const controller = new AbortController();
    const load = (from: number, count: number, signal: AbortSignal) =>
      bridge.call('search.rows', { ...stableInput, from, count }, { signal }).then((reply) => reply.lines);
    const fail = (error: unknown) => {
      if (!isCancelled(error) && !controller.signal.aborted) setFailed({ error: toErrorData(error), attempt });
    };
    const ask = async () => {
      const options = { signal: controller.signal, slot: 'events rows' };
      const wanted = Math.floor(Math.max(0, firstLine()) / pageSize) * pageSize;
      let from = wanted;
      let reply = await bridge.call('search.rows', { ...stableInput, from, count: 2 * pageSize }, options);
      if (reply.lines.length === 0 && reply.lineCount > 0) {
        // The list became shorter than the place that was wanted.
        from = Math.floor((reply.lineCount - 1) / pageSize) * pageSize;
        reply = await bridge.call('search.rows', { ...stableInput, from, count: 2 * pageSize }, options);
      }
      if (controller.signal.aborted) return;
      const source = new PageSource<ResultLine>({
        count: reply.lineCount,
        pageSize,
        load,
        onError: (error) => setFailed({ error, attempt }),
        seed: { from, rows: reply.lines },
      });
      const { matches, generation } = reply;
      setHeld({ attempt, lines: { source, input: stableInput, matches, generation } });
      setFailed(null);
    };
    ask().catch(fail);
    return () => controller.abort();
  }, [bridge, stableInput, attempt, firstLine]);

  const source = held?.lines.source;
  useEffect(() => () => source?.close(), [source]);

  const refetch = useCallback(() => {
    setFailed(null);
    setFetches((count) => count + 1);
  }, []);
  return {
    lines: held?.lines ?? null,
    isStale: held !== null && held.attempt !== attempt,
    error: failed?.attempt === attempt ? failed.error : null,
    refetch,
  };
}
