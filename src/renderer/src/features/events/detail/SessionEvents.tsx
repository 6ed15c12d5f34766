import { useEffect, useMemo, useRef, useState } from 'react';
import type { ResultLine } from '../../../../../shared/contract/search.ts';
import { isCancelled, toErrorData, type ErrorData } from '../../../../../shared/contract/errors.ts';
import { valueTerm } from '../../../../../shared/query/edit.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { useBridge } from '../../../data/bridge-context.ts';
import { PageSource } from '../../../data/page-source.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { formatQuantity } from '../../../ui/format/number.ts';
import { cellText } from '../../../ui/format/text.ts';
import { formatDayTime, type TimeZone } from '../../../ui/format/time.ts';
import { Glyph, Meaning } from '../../../ui/Glyph.tsx';
import { outcomeGlyph } from '../../../ui/glyph-kind.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { VirtualList } from '../../../ui/VirtualList.tsx';
import { outcomeWord, rowGlyph } from '../event-words.ts';
import styles from './DetailPane.module.css';

interface SessionEventsProps {
  session: string;
  chosenId: string;
  generation: number | null;
  zone: TimeZone;
  onShowEvent: (eventId: string) => void;
  onFilter: () => void;
}

const pageSize = 100;
const rowPixels = 26;

export function sessionQuery(session: string): Query {
  return { kind: 'field', field: 'session', value: { kind: 'value', term: valueTerm(session) } };
}

/** Every event of the session in the order of time, whatever the query and the range are. */
export function SessionEvents({ session, chosenId, generation, zone, onShowEvent, onFilter }: SessionEventsProps) {
  const bridge = useBridge();
  const [loaded, setLoaded] = useState<{ source: PageSource<ResultLine>; chosenLine: number } | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  const [attempt, setAttempt] = useState(0);
  /** Where the list starts; walking on in it does not move it. */
  const startId = useRef(chosenId);
  const input = useMemo(
    () => ({ scope: { query: sessionQuery(session), range: null }, generation, order: 'asc' as const }),
    [session, generation],
  );
  useEffect(() => {
    const controller = new AbortController();
    let made: PageSource<ResultLine> | null = null;
    const load = (from: number, count: number, signal: AbortSignal) =>
      bridge.call('search.rows', { ...input, from, count }, { signal }).then((reply) => reply.lines);
    const ask = async () => {
      const options = { signal: controller.signal };
      const { line } = await bridge.call('search.lineOf', { ...input, eventId: startId.current }, options);
      const chosenLine = line ?? 0;
      const from = Math.floor(Math.max(0, chosenLine - pageSize / 2) / pageSize) * pageSize;
      const reply = await bridge.call('search.rows', { ...input, from, count: 2 * pageSize }, options);
      if (controller.signal.aborted) return;
      made = new PageSource<ResultLine>({
        count: reply.lineCount,
        pageSize,
        load,
        onError: setError,
        seed: { from, rows: reply.lines },
      });
      setError(null);
      setLoaded({ source: made, chosenLine });
    };
    ask().catch((failure: unknown) => {
      if (!isCancelled(failure) && !controller.signal.aborted) setError(toErrorData(failure));
    });
    return () => {
      controller.abort();
      made?.close();
    };
    // Another attempt asks the same again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [bridge, input, attempt]);

  if (error !== null) {
    return (
      <ErrorPanel
        title="The session could not be read"
        error={error}
        onRetry={() => setAttempt((count) => count + 1)}
      />
    );
  }
  if (loaded === null) return <Skeleton label="Loading the session" rows={8} columns={3} />;
  const { source, chosenLine } = loaded;
  return (
    <>
      <div className={styles.sessionHead}>
        <span>{formatQuantity(source.count, 'event')} in this session</span>
        <span className={styles.spacer} />
        <Button size="small" icon="filter" onPress={onFilter}>
          Show in table
        </Button>
      </div>
      <VirtualList
        key={session}
        label="Events of this session"
        source={source}
        rowHeightPixels={rowPixels}
        initialTopPixels={Math.max(0, chosenLine - 4) * rowPixels}
      >
        {({ event }) => (
          <button
            type="button"
            className={styles.sessionRow}
            aria-current={event.id === chosenId ? 'true' : undefined}
            onClick={() => onShowEvent(event.id)}
          >
            <span className={styles.sessionTime}>{formatDayTime(event.timeEpochSeconds, zone)}</span>
            <Glyph kind={rowGlyph(event)} alone />
            <span className={styles.sessionName}>{cellText(event.event)}</span>
            <span className={styles.spacer} />
            {event.outcome === 'success' ? null : (
              <Meaning kind={outcomeGlyph(event.outcome)}>{outcomeWord(event.outcome)}</Meaning>
            )}
          </button>
        )}
      </VirtualList>
    </>
  );
}
