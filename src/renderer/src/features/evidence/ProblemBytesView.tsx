import { useEffect, useMemo, useRef, useState } from 'react';
import type { ProblemBytes, ProblemRow } from '../../../../shared/contract/case.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { copyText } from '../../ui/clipboard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatCount } from '../../ui/format/number.ts';
import { cellText, revealHidden } from '../../ui/format/text.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { BytesAsHex, BytesAsText } from './BytesShown.tsx';
import { bytesOf, drawnBytes } from './hex-rows.ts';
import styles from './ProblemBytesView.module.css';
import { positionText } from './source-view.ts';

/** A table of bytes is heavier to draw than a text. */
const mostFromMark = { hex: 16_384, text: 131_072 } as const;
const contexts = [256, 1_024, 4_096, 16_384] as const;

/** One problem: what, where, why, and the bytes around it with the offending stretch marked. */
export function ProblemBytesView({ problem, onBack }: { problem: ProblemRow; onBack: () => void }) {
  return (
    <section className={styles.view} aria-label="Problem">
      <header className={styles.head}>
        <IconButton icon="arrowLeft" label="Back to the problems" autoFocus onPress={onBack} />
        <h2 className={styles.title} title={problem.source}>
          {cellText(problem.source)}
        </h2>
        <IconButton icon="copy" label="Copy this problem" onPress={() => void copyText(problemText(problem))} />
      </header>
      <p className={styles.sentence}>{revealHidden(problem.message)}</p>
      <p className={styles.facts}>
        {positionText(problem.position)}, {problem.code}
      </p>
      {problem.hasBytes ? (
        <BytesPane problemId={problem.id} />
      ) : (
        <p className={styles.none}>There are no bytes to show for this problem: it is about the file as a whole.</p>
      )}
    </section>
  );
}

/** For a report or a ticket: file, position, reason. */
export function problemText(problem: Pick<ProblemRow, 'source' | 'position' | 'code' | 'message'>): string {
  return [problem.source, problem.position ?? 'whole file', problem.code, problem.message].join('\t');
}

function BytesPane({ problemId }: { problemId: number }) {
  const [step, setStep] = useState(0);
  const [look, setLook] = useState<'hex' | 'text'>('hex');
  const contextBytes = contexts[step] ?? contexts[0];
  const bytes = useEngineQuery('sources.problemBytes', { problemId, contextBytes }, { keepWhen: ['contextBytes'] });
  if (bytes.status === 'error') {
    return <ErrorPanel title="The bytes could not be read" error={bytes.error} onRetry={bytes.refetch} />;
  }
  if (bytes.data === null) return <Skeleton label="Reading the bytes" rows={8} columns={3} />;
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.note}>{shownText(bytes.data)}</span>
        {step + 1 < contexts.length && !isWhole(bytes.data) ? (
          <Button variant="ghost" size="small" onPress={() => setStep(step + 1)}>
            Show more
          </Button>
        ) : null}
        <Segmented
          label="Show the bytes as"
          segments={[
            { value: 'hex', label: 'Hex' },
            { value: 'text', label: 'Text' },
          ]}
          chosen={look}
          onChoose={setLook}
        />
      </div>
      <Bytes key={`${look} ${bytes.data.startByte} ${bytes.data.base64.length}`} data={bytes.data} look={look} />
    </>
  );
}

function shownLength({ base64 }: Pick<ProblemBytes, 'base64'>): number {
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}

function isWhole(data: ProblemBytes): boolean {
  return shownLength(data) >= data.contentLengthBytes;
}

/** `bytes 4,194,048 to 4,194,304 of 4,194,304`. */
export function shownText(data: ProblemBytes): string {
  const to = data.startByte + shownLength(data);
  return `bytes ${formatCount(data.startByte)} to ${formatCount(to)} of ${formatCount(data.contentLengthBytes)}`;
}

function Bytes({ data, look }: { data: ProblemBytes; look: 'hex' | 'text' }) {
  const scroller = useRef<HTMLDivElement>(null);
  const all = useMemo(() => bytesOf(data.base64), [data.base64]);
  const bytes = drawnBytes(all, data.markStart, mostFromMark[look]);
  const mark = { start: data.markStart, length: data.markLengthBytes };
  useEffect(() => {
    scroller.current?.querySelector('[data-mark]')?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div ref={scroller} className={styles.bytes} tabIndex={0} role="region" aria-label="Bytes around the problem">
      {look === 'hex' ? (
        <BytesAsHex bytes={bytes} startByte={data.startByte} mark={mark} />
      ) : (
        <BytesAsText bytes={bytes} mark={mark} />
      )}
      {bytes.length === all.length ? null : (
        <p className={styles.edge}>
          {formatCount(all.length - bytes.length)} more bytes of this stretch are not drawn.
        </p>
      )}
      {data.startByte + bytes.length >= data.contentLengthBytes ? (
        <p className={styles.edge} data-mark={mark.start >= bytes.length ? '' : undefined}>
          The content ends here, at byte {formatCount(data.contentLengthBytes)}.
        </p>
      ) : null}
    </div>
  );
}
