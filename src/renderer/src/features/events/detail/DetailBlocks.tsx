import { revealHidden } from '../../../ui/format/text.ts';
import { classNames } from '../../../ui/class-names.ts';
import { useValueActions, type ValueTarget } from '../value-actions.ts';
import type { DetailBlock } from './detail-model.ts';
import styles from './DetailPane.module.css';

/** Longer values are cut here; the record below has them whole. */
const longestValue = 4_000;

function clip(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
}

export function DetailBlocks({ blocks }: { blocks: readonly DetailBlock[] }) {
  return blocks.map((block) => (
    <section key={block.title} className={styles.block} aria-label={block.title}>
      <h3>{block.title}</h3>
      <dl>
        {block.rows.map((row, index) => (
          <div key={index} className={styles.pair}>
            <dt>{row.label}</dt>
            <dd className={classNames(row.isMono === true && styles.mono)}>
              {row.target === null ? (
                <span className={classNames(styles.words, row.isQuiet === true && styles.quiet)}>
                  {revealHidden(clip(row.value))}
                </span>
              ) : (
                <Value target={row.target} shown={row.value} />
              )}
              {row.note === undefined ? null : <span className={styles.note}> {revealHidden(clip(row.note))}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

/** A value that can be selected as text, and whose menu opens by a press, a right click, Enter or the Menu key. */
export function Value({ target, shown }: { target: ValueTarget; shown?: string }) {
  const { openMenu } = useValueActions();
  return (
    <span
      role="button"
      tabIndex={0}
      aria-haspopup="menu"
      className={styles.value}
      onClick={(event) => {
        // A press that ended a selection of text is no press on the value.
        if (getSelection()?.isCollapsed !== false) openMenu(target, { x: event.clientX, y: event.clientY });
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        const box = event.currentTarget.getBoundingClientRect();
        const isKey = event.clientX === 0 && event.clientY === 0;
        openMenu(target, isKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY });
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        openMenu(target, { x: box.left, y: box.bottom });
      }}
    >
      {revealHidden(clip(shown ?? target.value))}
    </span>
  );
}
