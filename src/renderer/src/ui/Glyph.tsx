import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Glyph.module.css';
import { glyphWords, type GlyphKind } from './glyph-kind.ts';

/** The 10 px event set. Shapes differ in outline, so that they are told apart without colour. */
const shapes: Readonly<Record<GlyphKind, ReactNode>> = {
  read: <circle cx="5" cy="5" r="3" className={styles.line} />,
  write: <rect x="1.5" y="1.5" width="7" height="7" rx="1" className={styles.solid} />,
  denied: <path d="m2 2 6 6M8 2 2 8" className={styles.cross} />,
  failed: <path d="M5 1.5v4.25M5 8.25v.01" className={styles.mark} />,
  data: <path d="M1.5 2.75h7M1.5 5h7M1.5 7.25h7" className={styles.line} />,
  insight: <path d="M5 1.25 9 8.5H1Z" className={styles.solid} />,
  network: <path d="M5 1 9 5 5 9 1 5Z" className={styles.line} />,
  root: <path d="M5 .5 9.5 5 5 9.5 .5 5Z" className={styles.solid} />,
  success: <path d="m1.75 5.25 2.25 2.25 4.25-5" className={styles.line} />,
};

interface GlyphProps {
  kind: GlyphKind;
  /** True where no word stands beside the glyph. */
  alone?: boolean;
  className?: string | undefined;
}

export function Glyph({ kind, alone = false, className }: GlyphProps) {
  return (
    <svg
      className={classNames(styles.glyph, styles[kind], className)}
      width="10"
      height="10"
      viewBox="0 0 10 10"
      {...(alone ? { role: 'img', 'aria-label': glyphWords[kind] } : { 'aria-hidden': true })}
    >
      {shapes[kind]}
    </svg>
  );
}

/** Glyph and word, in the text colour of the meaning. `children` replaces the usual word. */
export function Meaning({ kind, children }: { kind: GlyphKind; children?: ReactNode }) {
  return (
    <span className={classNames(styles.meaning, styles[`${kind}Text`])}>
      <Glyph kind={kind} />
      {children ?? glyphWords[kind]}
    </span>
  );
}
