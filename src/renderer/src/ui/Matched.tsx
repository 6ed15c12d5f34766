import { Fragment } from 'react';
import { matchedParts } from './matched-parts.ts';
import styles from './Matched.module.css';

/** Text with the words that were searched for highlighted. */
export function Matched({ text, words }: { text: string; words: string }) {
  return matchedParts(text, words).map((part, index) =>
    part.isMatch ? (
      <mark key={index} className={styles.match}>
        {part.text}
      </mark>
    ) : (
      <Fragment key={index}>{part.text}</Fragment>
    ),
  );
}
