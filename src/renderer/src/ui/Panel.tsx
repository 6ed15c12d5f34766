import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Panel.module.css';

interface PanelProps {
  title?: string;
  /** After the title, quieter: a count or a condition. */
  note?: ReactNode;
  /** At the right end of the head. */
  aside?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A framed part of a screen with a head of 36 px. */
export function Panel({ title, note, aside, className, children }: PanelProps) {
  return (
    <section className={classNames(styles.panel, className)} {...(title === undefined ? {} : { 'aria-label': title })}>
      {title === undefined ? null : (
        <header className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          {note === undefined ? null : <span className={styles.note}>{note}</span>}
          {aside === undefined ? null : <span className={styles.aside}>{aside}</span>}
        </header>
      )}
      {children}
    </section>
  );
}

interface PageHeadProps {
  title: string;
  note?: ReactNode;
  /** Buttons at the right end. */
  actions?: ReactNode;
}

/** The 44 px head of a screen. */
export function PageHead({ title, note, actions }: PageHeadProps) {
  return (
    <header className={styles.pageHead} data-region="page head">
      <h1 className={styles.pageTitle}>{title}</h1>
      {note === undefined ? null : <span className={styles.note}>{note}</span>}
      {actions === undefined ? null : <span className={styles.aside}>{actions}</span>}
    </header>
  );
}
