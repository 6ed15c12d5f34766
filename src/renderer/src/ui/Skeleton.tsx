import { useEffect, useState, type ReactNode } from 'react';
import styles from './Skeleton.module.css';

const delayMs = 150;

/** True once the wait has lasted long enough to be worth showing. */
export function useShowWait(isWaiting: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLong(true), delayMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isWaiting]);
  return isWaiting && isLong;
}

const widthsPercent = [62, 84, 45, 71, 90, 53, 78, 66];

interface SkeletonProps {
  /** Read out once. */
  label: string;
  rows?: number;
  columns?: number;
  children?: ReactNode;
}

/** Static blocks where rows will be; nothing for the first 150 ms. */
export function Skeleton({ label, rows = 5, columns = 4, children }: SkeletonProps) {
  const isShown = useShowWait(true);
  return (
    <div role="status" aria-label={label} className={styles.skeleton}>
      {isShown
        ? Array.from({ length: rows }, (_, row) => (
            <div key={row} className={styles.row} aria-hidden="true">
              {Array.from({ length: columns }, (__, column) => (
                <span key={column} className={styles.cell}>
                  <span
                    className={styles.block}
                    style={{ width: `${widthsPercent[(row * 3 + column * 5) % widthsPercent.length]}%` }}
                  />
                </span>
              ))}
            </div>
          ))
        : null}
      {isShown ? children : null}
    </div>
  );
}
