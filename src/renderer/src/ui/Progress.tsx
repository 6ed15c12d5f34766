import { ProgressBar } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './Progress.module.css';

interface ProgressProps {
  label: string;
  /** 0 to 1; null while the total is not known. */
  fraction: number | null;
  tone?: 'accent' | 'paused' | 'failed' | 'done';
  /** Fixed width in the status bar; otherwise it fills its place. */
  isShort?: boolean;
}

export function Progress({ label, fraction, tone = 'accent', isShort = false }: ProgressProps) {
  const bounded = fraction === null ? null : Math.min(1, Math.max(0, fraction));
  return (
    <ProgressBar
      aria-label={label}
      isIndeterminate={bounded === null}
      value={(bounded ?? 0) * 100}
      className={classNames(styles.track, styles[tone], isShort && styles.short)}
    >
      <span
        className={classNames(styles.bar, bounded === null && styles.unknown)}
        style={bounded === null ? undefined : { width: `${bounded * 100}%` }}
      />
    </ProgressBar>
  );
}
