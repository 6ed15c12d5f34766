import { useMemo } from 'react';
import type { Scope } from '../../../../../shared/contract/search.ts';
import { useEngineQuery } from '../../../data/use-engine-query.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCount } from '../../../ui/format/number.ts';
import { cellText } from '../../../ui/format/text.ts';
import type { PastedValues } from './pasted-values.ts';
import styles from './QueryBar.module.css';

interface PastePreviewProps {
  pasted: PastedValues;
  range: Scope['range'];
  onAdd: () => void;
  onCancel: () => void;
}

const mostCounted = 1_000;
const mostShown = 12;

/** Pasted lines before they become one clause: "14 addresses, 2 not found". */
export function PastePreview({ pasted, range, onAdd, onCancel }: PastePreviewProps) {
  const { field, noun, values } = pasted;
  const input = useMemo(
    () =>
      field === null || values.length > mostCounted
        ? null
        : { scope: { query: { kind: 'all' as const }, range }, field, values },
    [field, values, range],
  );
  const counted = useEngineQuery('search.valueCounts', input);
  const absent = counted.data?.counts.filter((count) => count === 0).length;
  const found = absent === undefined ? '' : absent === 0 ? ', all found' : `, ${formatCount(absent)} not found`;
  return (
    <div className={styles.list} style={{ left: 0 }} role="group" aria-label="Pasted values">
      <div className={styles.paste}>
        <span role="status">
          {formatCount(values.length)} {noun}
          {found}
        </span>
        <Button size="small" variant="primary" autoFocus onPress={onAdd}>
          Add as one filter
        </Button>
        <Button size="small" variant="ghost" onPress={onCancel}>
          Cancel
        </Button>
      </div>
      <div className={styles.pasteValues}>{values.slice(0, mostShown).map(cellText).join('  ')}</div>
    </div>
  );
}
