import type { MouseEvent } from 'react';
import type { FacetName } from '../../../../../shared/contract/search.ts';
import { shortenArn, shortenMiddle } from '../../../../../shared/cloudtrail/identifiers.ts';
import { classNames } from '../../../ui/class-names.ts';
import { formatCount, formatQuantity } from '../../../ui/format/number.ts';
import { cellText } from '../../../ui/format/text.ts';
import { Glyph } from '../../../ui/Glyph.tsx';
import { outcomeGlyph, type GlyphKind } from '../../../ui/glyph-kind.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Matched } from '../../../ui/Matched.tsx';
import { accountName, categoryWords, outcomeWord, type AccountNames } from '../event-words.ts';
import { rowName, type FacetRow } from './facet-model.ts';
import styles from './FacetPane.module.css';

interface FacetRowProps {
  field: FacetName;
  row: FacetRow;
  /** Count of the most frequent value, for the tint. */
  most: number;
  isStop: boolean;
  accountNames: AccountNames;
  /** Text that was searched for, to highlight. */
  words: string;
  onInclude: () => void;
  onExclude: () => void;
}

/** What stands for a value; the value itself is what filters and copies use. */
function shownValue(field: FacetName, value: string | null): string {
  if (value === null) return 'none';
  if (field === 'outcome') return outcomeWord(value);
  if (field === 'category') return Object.hasOwn(categoryWords, value) ? (categoryWords[value] ?? value) : value;
  if (field === 'access') return value === 'read' ? 'Read' : 'Write';
  if (field === 'resource' || field === 'arn') return shortenArn(value, 60);
  return field === 'session' || field === 'source' ? shortenMiddle(value, 60) : value;
}

function glyphOf(field: FacetName, value: string | null): GlyphKind | null {
  if (value === null) return null;
  if (field === 'outcome') return outcomeGlyph(value);
  if (field === 'access') return value === 'write' ? 'write' : 'read';
  if (field !== 'category') return null;
  return value === 'data' || value === 'insight' || value === 'network' ? value : null;
}

export function FacetRowView(props: FacetRowProps) {
  const { field, row, most, isStop, accountNames, words, onInclude, onExclude } = props;
  const label = cellText(shownValue(field, row.value));
  const alias = field === 'account' ? accountName(row.value, accountNames) : null;
  const glyph = glyphOf(field, row.value);
  const press = (act: () => void) => (event: MouseEvent) => {
    event.stopPropagation();
    act();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the pane takes the keys of all rows
    <div
      role="option"
      tabIndex={isStop ? 0 : -1}
      aria-selected={row.mark === 'included'}
      aria-label={rowName(
        alias === null ? label : `${label} ${alias}`,
        row,
        row.count === null ? null : formatQuantity(row.count, 'event'),
      )}
      className={classNames(
        styles.row,
        row.mark === 'included' && styles.included,
        row.mark === 'excluded' && styles.excluded,
      )}
      data-facet-field={field}
      // Attributes hold text as it is, whatever is in it.
      data-facet-value={row.value ?? ''}
      data-facet-missing={row.value === null ? '' : undefined}
      title={row.value === null ? `Events without a value` : cellText(row.value)}
      onClick={(event) => (event.altKey ? onExclude() : onInclude())}
    >
      <span className={styles.mark}>
        {row.mark === 'included' ? <Icon name="check" /> : row.mark === 'excluded' ? <Icon name="ban" /> : null}
      </span>
      {glyph === null ? null : <Glyph kind={glyph} />}
      <span className={classNames(styles.label, row.value === null && styles.none)}>
        <Matched text={label} words={words} />
        {alias === null ? null : <span className={styles.alias}> {cellText(alias)}</span>}
      </span>
      {/* The space keeps name and figure apart in the text of the row. */}{' '}
      <span className={styles.count}>{row.count === null ? null : formatCount(row.count)}</span>
      {/* For the pointer; the keyboard has + and − on the row itself. */}
      <span className={styles.actions} aria-hidden="true">
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- as said */}
        <span className={styles.action} title="Include" onClick={press(onInclude)}>
          <Icon name="plus" size={12} />
        </span>
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- as said */}
        <span className={styles.action} title="Exclude" onClick={press(onExclude)}>
          <Icon name="minus" size={12} />
        </span>
      </span>
      {row.mark === null ? (
        <span className={styles.tint} aria-hidden="true">
          <span style={{ width: `${most === 0 ? 0 : (100 * (row.count ?? 0)) / most}%` }} />
        </span>
      ) : null}
    </div>
  );
}
