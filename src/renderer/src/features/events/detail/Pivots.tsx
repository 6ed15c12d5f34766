import type { EventDetail } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { addInclude } from '../../../../../shared/query/edit.ts';
import { Button } from '../../../ui/Button.tsx';
import { pivotsOf } from './detail-model.ts';
import styles from './DetailPane.module.css';

interface PivotsProps {
  detail: EventDetail;
  onPivot: (query: Query, label: string) => void;
  onAround: (epochSeconds: number) => void;
}

/** One press to everything else about a value of this event. */
export function Pivots({ detail, onPivot, onAround }: PivotsProps) {
  return (
    <div className={styles.pivots} role="group" aria-label="Pivot to">
      <span className={styles.pivotLabel} aria-hidden="true">
        Pivot to
      </span>
      {pivotsOf(detail).map(({ label, field, value }) => (
        <Button
          key={label}
          size="small"
          onPress={() => onPivot(addInclude({ kind: 'all' }, field, value), `pivot to ${label.toLowerCase()}`)}
        >
          {label}
        </Button>
      ))}
      <Button size="small" onPress={() => onAround(detail.fields.timeEpochSeconds)}>
        ±5 min
      </Button>
    </div>
  );
}
