import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

interface EmptyStateProps {
  title: string;
  /** Why it is empty, and what that means. */
  children?: ReactNode;
  /** What to do next, the likeliest first. */
  actions?: ReactNode;
  note?: ReactNode;
}

export function EmptyState({ title, children, actions, note }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      {note === undefined ? null : <div className={styles.note}>{note}</div>}
    </div>
  );
}
