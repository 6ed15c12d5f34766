import { classNames } from './class-names.ts';
import styles from './Severity.module.css';

export type SeverityLevel = 'critical' | 'high' | 'medium' | 'low' | 'info';

const words: Readonly<Record<SeverityLevel, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};
const bars: Readonly<Record<Exclude<SeverityLevel, 'critical'>, number>> = { high: 4, medium: 3, low: 2, info: 1 };

/** Critical is a filled square with a mark; the others are four to one bars. `word` off only where space forbids it. */
export function Severity({ level, word = true }: { level: SeverityLevel; word?: boolean }) {
  return (
    <span className={classNames(styles.severity, styles[level])}>
      <svg
        width="12"
        height="12"
        viewBox="0 0 12 12"
        {...(word ? { 'aria-hidden': true } : { role: 'img', 'aria-label': words[level] })}
      >
        {level === 'critical' ? (
          <>
            <rect width="12" height="12" rx="3" fill="currentColor" />
            <path d="M6 3v3.5M6 8.75v.01" className={styles.cut} />
          </>
        ) : (
          [0, 1, 2, 3].map((bar) => (
            <rect
              key={bar}
              x={bar * 3.2}
              y={9 - bar * 3}
              width="2.4"
              height={3 + bar * 3}
              rx="0.8"
              fill="currentColor"
              className={bar < bars[level] ? undefined : styles.rest}
            />
          ))
        )}
      </svg>
      {word ? words[level] : null}
    </span>
  );
}
