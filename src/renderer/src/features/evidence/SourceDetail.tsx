import type { SourceRow } from '../../../../shared/contract/case.ts';
import { useApp } from '../../state/store.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { copyText } from '../../ui/clipboard.ts';
import { formatBytes, formatCount, formatQuantity } from '../../ui/format/number.ts';
import { cellText, missing, revealHidden } from '../../ui/format/text.ts';
import { formatInstant, type TimeZone } from '../../ui/format/time.ts';
import { filesReconciliation, recordsReconciliation } from './counts.ts';
import styles from './SourceDetail.module.css';
import { formatLabel, stateLooks } from './source-view.ts';

interface SourceDetailProps {
  row: SourceRow;
  onClose: () => void;
  /** Null where it cannot be removed alone, or at all. */
  onRemove: (() => void) | null;
}

/** One source in full: the sentence first, then figures and hashes. */
export function SourceDetail({ row, onClose, onRemove }: SourceDetailProps) {
  const zone = useApp((state) => state.preferences.timeZone);
  return (
    <section className={styles.detail} aria-label="Source">
      <header className={styles.head}>
        <h2 className={styles.title} title={row.locator}>
          {cellText(row.displayName)}
        </h2>
        {row.sha256 === null ? null : (
          <IconButton icon="copy" label="Copy SHA-256 as found" onPress={() => void copyText(row.sha256 ?? '')} />
        )}
        <IconButton icon="close" label="Close" onPress={onClose} />
      </header>
      <p className={styles.sentence}>{sourceSentence(row)}</p>
      <dl className={styles.facts}>
        {facts(row, zone).map(([name, value, isMono]) => (
          <FactPair key={name} name={name} value={value} isMono={isMono} />
        ))}
      </dl>
      {onRemove === null ? null : (
        <div className={styles.remove}>
          <Button variant="danger" size="small" icon="trash" onPress={onRemove}>
            Remove source…
          </Button>
        </div>
      )}
    </section>
  );
}

function FactPair({ name, value, isMono }: { name: string; value: string; isMono: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={isMono ? styles.mono : undefined}>{value}</dd>
    </>
  );
}

/** `Read: 12,004 records seen = …`, or why not. */
export function sourceSentence(row: Pick<SourceRow, 'state' | 'reason' | 'counts'>): string {
  const { word } = stateLooks[row.state];
  if (row.reason !== null) return `${word}. ${revealHidden(row.reason.message)}`;
  return `${word}. ${recordsReconciliation(row.counts).sentence}.`;
}

type FactRow = [name: string, value: string, isMono: boolean];

function facts(row: SourceRow, zone: TimeZone): FactRow[] {
  const { files } = row.counts;
  const isGroup = files.listed > 1;
  const span =
    row.firstEpochSeconds === null || row.lastEpochSeconds === null
      ? missing
      : `${formatInstant(row.firstEpochSeconds, zone)} to ${formatInstant(row.lastEpochSeconds, zone)}`;
  const all: (FactRow | null)[] = [
    row.format === null && isGroup ? null : ['Format', formatLabel(row.format), false],
    isGroup ? ['Files', filesReconciliation(row.counts).sentence, false] : null,
    row.reason === null ? null : ['Records', recordsReconciliation(row.counts).sentence, false],
    ['Time span', span, false],
    isGroup && row.sha256 === null
      ? null
      : [
          'Size',
          row.sizeBytes === null ? missing : `${formatBytes(row.sizeBytes)} (${formatCount(row.sizeBytes)} bytes)`,
          false,
        ],
    row.problems === 0 ? null : ['Problems', formatQuantity(row.problems, 'problem'), false],
    ['Added', formatInstant(row.addedEpochSeconds, zone), false],
    ['Found at', revealHidden(row.locator), true],
    isGroup && row.sha256 === null ? null : ['SHA-256', row.sha256 ?? missing, true],
    row.contentSha256 === null || row.contentSha256 === row.sha256 ? null : ['Uncompressed', row.contentSha256, true],
  ];
  return all.filter((fact) => fact !== null);
}
