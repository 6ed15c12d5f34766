import { Button } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import hidden from '../styles/text.module.css';
import styles from './Pill.module.css';

interface PillProps {
  /** Null for free text. */
  field: string | null;
  value: string;
  negated?: boolean;
  invalid?: boolean;
  /** Turns the pill into text. Without it the pill is only shown, not a button. */
  onEdit?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}

/** One clause of the query. */
export function Pill({ field, value, negated = false, invalid = false, onEdit, onRemove }: PillProps) {
  const text = (
    <>
      {negated ? <span className={styles.not}>NOT </span> : null}
      {field === null ? null : <span className={styles.field}>{field}:</span>}
      <span className={classNames(styles.value, invalid && styles.invalid)}>{value}</span>
    </>
  );
  const spoken = `${negated ? 'NOT ' : ''}${field === null ? '' : `${field}:`}${value}`;
  return (
    <span className={classNames(styles.pill, negated && styles.negated)} title={spoken}>
      {onEdit === undefined ? (
        <span className={styles.text}>{text}</span>
      ) : (
        <Button className={styles.text ?? ''} onPress={onEdit}>
          <span className={hidden.hidden}>Edit </span>
          {text}
        </Button>
      )}
      {onRemove === undefined ? null : (
        <Button className={styles.remove ?? ''} onPress={onRemove} aria-label={`Remove ${spoken}`}>
          <Icon name="close" size={12} />
        </Button>
      )}
    </span>
  );
}
