import { Fragment } from 'react';
import { formatCount } from '../../../ui/format/number.ts';
import { revealHidden } from '../../../ui/format/text.ts';
import { Keys } from '../../../ui/Kbd.tsx';
import { Matched } from '../../../ui/Matched.tsx';
import type { CompletionOption } from './completion-options.ts';
import type { CompletionList as List } from './use-completion.ts';
import styles from './QueryBar.module.css';

interface CompletionListProps {
  id: string;
  list: List;
  activeId: string | null;
  /** Events that would stay with the active option. */
  staying: number | null;
  altKey: string;
  leftPixels: number;
  onAccept: (option: CompletionOption, run: boolean) => void;
}

const groupTitles = { fields: 'Fields', values: 'Values', also: 'Also', operators: 'Operators' } as const;
const longestLabel = 200;

export function optionId(listId: string, option: CompletionOption): string {
  return `${listId}-${encodeURIComponent(option.id.slice(0, longestLabel))}`;
}

/** Values with their counts, below the query bar. The editor keeps the focus; this is its list box. */
export function CompletionList({ id, list, activeId, staying, altKey, leftPixels, onAccept }: CompletionListProps) {
  const most = Math.max(1, ...list.options.map(({ count }) => count ?? 0));
  return (
    <div className={styles.list} style={{ left: leftPixels }} data-stale={list.isFresh ? undefined : ''}>
      <div className={styles.listTitle}>{revealHidden(list.title)}</div>
      <div id={id} role="listbox" aria-label={`Completions: ${list.title}`} className={styles.options}>
        {list.options.map((option, index) => (
          <Fragment key={option.id}>
            {index > 0 && option.group !== list.options[index - 1]?.group ? (
              <div className={styles.listTitle} role="presentation">
                {groupTitles[option.group]}
              </div>
            ) : null}
            {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the editor has the focus and the keys */}
            <div
              id={optionId(id, option)}
              role="option"
              tabIndex={-1}
              aria-selected={option.id === activeId}
              aria-label={[
                option.label,
                option.note,
                option.count === undefined ? undefined : `${formatCount(option.count)} events`,
              ]
                .filter((part) => part !== undefined)
                .join(', ')}
              className={styles.option}
              // The editor keeps the focus and the caret.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onAccept(option, option.isComplete)}
            >
              <span className={styles.optionLabel}>
                <Matched text={revealHidden(option.label.slice(0, longestLabel))} words={list.prefix} />
                {option.note === undefined ? null : <span className={styles.optionNote}>{option.note}</span>}
              </span>
              {option.count === undefined ? null : (
                <>
                  {/* The space keeps label and figure apart in the text of the option. */}{' '}
                  <span className={styles.optionCount}>{formatCount(option.count)}</span>
                  <span className={styles.optionBar}>
                    <span style={{ width: `${(100 * option.count) / most}%` }} />
                  </span>
                </>
              )}
            </div>
          </Fragment>
        ))}
      </div>
      <div className={styles.listFoot}>
        <span>
          <Keys keys={['⇥']} /> accept
        </span>
        <span>
          <Keys keys={['↵']} /> {activeId === null ? 'search' : 'accept and run'}
        </span>
        <span>
          <Keys keys={[`${altKey}↵`]} /> as NOT
        </span>
        <span className={styles.listStay}>
          {staying === null
            ? null
            : list.matches === null
              ? `${formatCount(staying)} would stay`
              : `${formatCount(staying)} of ${formatCount(list.matches)} would stay`}
        </span>
      </div>
    </div>
  );
}
