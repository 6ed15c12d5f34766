import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { ResultLine } from '../../../../../shared/contract/search.ts';
import { isCancelled } from '../../../../../shared/contract/errors.ts';
import { reportFailure } from '../../../commands/run.ts';
import { useBridge } from '../../../data/bridge-context.ts';
import { notePlace } from '../../../state/actions.ts';
import { currentView, type Condition } from '../../../state/query-slice.ts';
import { appStore, useApp } from '../../../state/store.ts';
import type { DataGridHandle } from '../../../ui/data-grid-types.ts';
import { useResultLines, type LinesInput, type ResultLinesState } from './use-result-lines.ts';

export interface TableRows extends ResultLinesState {
  /** Line of the chosen event; null where nothing is chosen or the results do not hold it. */
  chosenLine: number | null;
  chosenId: string | null;
  choose: (line: number) => void;
  /** Chooses an event by its id, whether or not the results hold it. */
  chooseEvent: (eventId: string) => void;
  clearChoice: () => void;
  lineAt: (line: number) => ResultLine | undefined;
  onScrolled: (topPixels: number) => void;
  initialTopPixels: number;
}

interface Options {
  /** The committed condition; a new one is a new entry of the history, with its own place. */
  condition: Condition;
  isPreview: boolean;
  rowPixels: number;
  grid: RefObject<DataGridHandle | null>;
}

const viewNow = () => currentView(appStore.getState().query);

/**
 * The rows of the table, the chosen one, and the place in the list. The place and the choice belong to the entry of
 * the view history: going back brings both back.
 */
export function useTableRows(input: LinesInput, { condition, isPreview, rowPixels, grid }: Options): TableRows {
  const bridge = useBridge();
  const marksRevision = useApp((state) => state.case.marksRevision);
  const chosenId = useApp((state) => currentView(state.query).chosenEventId);
  const savedTop = useApp((state) => currentView(state.query).scrollTopPixels);
  const [chosen, setChosen] = useState<{ id: string | null; line: number } | null>(null);
  /** Where the list is now, and the place it has to go to when its next rows are here. */
  const top = useRef(viewNow().scrollTopPixels);
  const wish = useRef<number | null>(viewNow().scrollTopPixels);
  const wishFor = useRef<{ condition: Condition; isPreview: boolean } | null>(null);
  const rowPixelsNow = useRef(rowPixels);
  const isPreviewNow = useRef(isPreview);

  // Before the rows are asked for (children and effects of this hook come later): where will the list be?
  useLayoutEffect(() => {
    rowPixelsNow.current = rowPixels;
    isPreviewNow.current = isPreview;
    const before = wishFor.current;
    if (before !== null && before.condition === condition && before.isPreview === isPreview && !isPreview) return;
    wishFor.current = { condition, isPreview };
    wish.current = isPreview ? 0 : viewNow().scrollTopPixels;
    // Every text that is typed asks anew, and its rows begin at the top.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [condition, isPreview, input.scope, rowPixels]);

  const firstLine = useCallback(() => Math.floor((wish.current ?? top.current) / rowPixelsNow.current) - 40, []);
  const state = useResultLines(input, { firstLine, revision: marksRevision });
  const { lines } = state;
  const source = lines?.source;

  // New rows are here: go to their place.
  useLayoutEffect(() => {
    if (source === undefined || wish.current === null || grid.current === null) return;
    top.current = wish.current;
    wish.current = null;
    grid.current.scrollTo(top.current);
  }, [source, grid]);

  // A filter made while an event is read keeps it open: the new entry of the history starts with the same choice.
  const lastChosen = useRef<{ id: string | null; condition: Condition }>({ id: chosenId, condition });
  useLayoutEffect(() => {
    const before = lastChosen.current;
    lastChosen.current = { id: chosenId, condition };
    const { history } = appStore.getState().query;
    const isNew = before.condition !== condition && history.index === history.entries.length - 1;
    if (isNew && chosenId === null && before.id !== null && viewNow().openPane !== null) {
      notePlace({ chosenEventId: before.id });
    }
  }, [chosenId, condition]);

  // The chosen event keeps its choice where the new rows hold it.
  useEffect(() => {
    if (lines === null || chosenId === null) return;
    const controller = new AbortController();
    const options = { signal: controller.signal, slot: 'events line' };
    bridge.call('search.lineOf', { ...lines.input, eventId: chosenId }, options).then(
      ({ line }) => {
        if (!controller.signal.aborted) setChosen(line === null ? null : { id: chosenId, line });
      },
      (error: unknown) => {
        if (!isCancelled(error)) reportFailure('The chosen event could not be found in the table', error);
      },
    );
    return () => controller.abort();
  }, [bridge, lines, chosenId]);

  // A row that was chosen before it was fetched tells its event when it comes.
  useEffect(() => {
    if (source === undefined || chosen === null || chosen.id !== null) return;
    const look = () => {
      const id = source.rowAt(chosen.line)?.event.id;
      if (id === undefined) return;
      setChosen({ id, line: chosen.line });
      notePlace({ chosenEventId: id });
    };
    look();
    return source.subscribe(look);
  }, [source, chosen]);

  const choose = useCallback(
    (line: number) => {
      const id = source?.rowAt(line)?.event.id ?? null;
      setChosen({ id, line });
      if (id !== null) notePlace({ chosenEventId: id });
    },
    [source],
  );
  const chooseEvent = useCallback((eventId: string) => notePlace({ chosenEventId: eventId }), []);
  const clearChoice = useCallback(() => {
    setChosen(null);
    notePlace({ chosenEventId: null });
  }, []);
  const lineAt = useCallback((line: number) => source?.rowAt(line), [source]);
  const onScrolled = useCallback((topPixels: number) => {
    top.current = topPixels;
    if (!isPreviewNow.current && wish.current === null) notePlace({ scrollTopPixels: topPixels });
  }, []);

  const isChosen = chosen !== null && (chosen.id === null || chosen.id === chosenId);
  return {
    ...state,
    chosenLine: isChosen ? chosen.line : null,
    chosenId,
    choose,
    chooseEvent,
    clearChoice,
    lineAt,
    onScrolled,
    initialTopPixels: isPreview ? 0 : savedTop,
  };
}
