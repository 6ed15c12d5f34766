import { useRef, useState, type DragEvent } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { FacetName, FacetResult, Scope } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { useEngineQuery } from '../../../data/use-engine-query.ts';
import { IconButton, LinkButton } from '../../../ui/Button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { formatCount } from '../../../ui/format/number.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import type { AccountNames } from '../event-words.ts';
import {
  facetRows,
  firstRows,
  mostRows,
  uncountedValues,
  withoutFacet,
  type FacetDescription,
  type FacetRow,
} from './facet-model.ts';
import { FacetRowView } from './FacetRowView.tsx';
import styles from './FacetPane.module.css';

export interface FacetSectionProps {
  facet: FacetDescription;
  query: Query;
  scope: Scope;
  result: FacetResult | undefined;
  /** Typed in "Find a field or value"; then only values that hold it show. */
  find: string;
  /** The facet whose row is the stop of the keyboard, and the value of that row. */
  stop: string | null;
  accountNames: AccountNames;
  onFold: (folded: boolean) => void;
  onToggle: (value: string | null, mark: 'include' | 'exclude') => void;
  onHeaderMenu: (field: FacetName, position: { x: number; y: number }) => void;
  onDropBefore: (dragged: FacetName) => void;
}

const dragType = 'application/x-spoor-facet';

/** Identifies a row within the pane. */
export function rowKey(field: string, value: string | null): string {
  return `${field}\n${value === null ? '' : `=${value}`}`;
}

export function FacetSection(props: FacetSectionProps) {
  const { facet, query, scope, result, find, stop, accountNames, onFold, onToggle } = props;
  const { field, label } = facet;
  const [shownRows, setShownRows] = useState(firstRows);
  const [own, setOwn] = useState<string | null>(null);
  const [isTarget, setTarget] = useState(false);
  const searchField = useRef<HTMLInputElement>(null);
  const words = own ?? find;
  const isOpen = !facet.isFolded || find !== '';
  const needsMore = isOpen && (words !== '' || shownRows > firstRows);
  const more = useEngineQuery(
    'search.facet',
    needsMore ? { scope, field, contains: words, offset: 0, limit: Math.min(mostRows, shownRows) } : null,
    { keepWhen: ['contains', 'scope', 'limit'], slot: `facet ${field}` },
  );
  const isSearching = words !== '';
  const answer = needsMore ? (more.data ?? (isSearching ? undefined : result)) : result;
  const uncounted = isOpen ? uncountedValues(query, field, answer) : [];
  const counted = useEngineQuery(
    'search.valueCounts',
    uncounted.length === 0
      ? null
      : { scope: { ...scope, query: withoutFacet(query, field) }, field, values: uncounted },
    { slot: `facet counts ${field}` },
  );
  const asked = new Map(
    uncounted.flatMap((value, index) => {
      const count = counted.data?.counts[index];
      return count === undefined ? [] : [[value, count] as const];
    }),
  );
  const rows: FacetRow[] = facetRows(query, field, answer, asked).filter(
    (row) => !isSearching || row.value?.toLowerCase().includes(words.toLowerCase()) === true,
  );
  const shown = rows.slice(0, shownRows + (result?.missing === 0 ? 0 : 1));
  const most = Math.max(0, ...rows.filter(({ mark }) => mark === null).map(({ count }) => count ?? 0));
  const distinct = answer?.distinct ?? 0;
  const hidden = Math.max(0, Math.min(mostRows, distinct) - shownRows);
  const labelMatches = label.toLowerCase().includes(find.toLowerCase()) || field.includes(find.toLowerCase());
  if (find !== '' && rows.length === 0 && !labelMatches) return null;

  const drop = (event: DragEvent) => {
    setTarget(false);
    const dragged = event.dataTransfer.getData(dragType);
    if (dragged === '' || dragged === field) return;
    event.preventDefault();
    props.onDropBefore(dragged as FacetName);
  };
  return (
    <section className={classNames(styles.facet, isTarget && styles.target)} aria-label={label}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the buttons in it do the same */}
      <div
        className={styles.head}
        draggable
        title={facet.description}
        onDragStart={(event) => event.dataTransfer.setData(dragType, field)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(dragType)) return;
          event.preventDefault();
          setTarget(true);
        }}
        onDragLeave={() => setTarget(false)}
        onDrop={drop}
        onContextMenu={(event) => {
          event.preventDefault();
          const box = event.currentTarget.getBoundingClientRect();
          const isKey = event.clientX === 0 && event.clientY === 0;
          props.onHeaderMenu(field, isKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY });
        }}
      >
        <AriaButton className={styles.fold ?? ''} aria-expanded={isOpen} onPress={() => onFold(!facet.isFolded)}>
          <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} />
          {label}
        </AriaButton>
        <span className={styles.headEnd}>
          {isOpen && (result?.distinct ?? 0) > firstRows ? (
            <IconButton
              icon="search"
              label={`Search in ${label}`}
              onPress={() => {
                setOwn(own === null ? '' : null);
                setTimeout(() => searchField.current?.focus());
              }}
            />
          ) : null}
          {result === undefined || field === 'outcome' ? null : <span>{formatCount(result.distinct)}</span>}
        </span>
      </div>
      {isOpen && own !== null ? (
        <div className={styles.ownSearch}>
          <TextField
            label={`Search in ${label}`}
            isLabelHidden
            size="small"
            icon="search"
            value={own}
            onChange={setOwn}
            inputRef={searchField}
            placeholder={`${label} contains`}
            onSubmit={() => {
              const [first] = rows;
              if (first !== undefined) onToggle(first.value, 'include');
            }}
          />
        </div>
      ) : null}
      {isOpen ? (
        <div role="listbox" aria-label={label} aria-multiselectable="true">
          {shown.map((row) => (
            <FacetRowView
              key={rowKey(field, row.value)}
              field={field}
              row={row}
              most={most}
              isStop={stop === rowKey(field, row.value)}
              accountNames={accountNames}
              words={words}
              onInclude={() => onToggle(row.value, 'include')}
              onExclude={() => onToggle(row.value, 'exclude')}
            />
          ))}
          {isSearching && rows.length === 0 && more.status !== 'loading' ? (
            <p className={styles.nothing}>No value contains this.</p>
          ) : null}
        </div>
      ) : null}
      {isOpen && hidden > 0 ? (
        <div className={styles.more}>
          <LinkButton onPress={() => setShownRows((rowsNow) => Math.min(mostRows, rowsNow * 4 + 22))}>
            Show {formatCount(Math.min(hidden, shownRows * 3 + 22))} more
          </LinkButton>
        </div>
      ) : null}
      {isOpen && shownRows > firstRows ? (
        <div className={styles.more}>
          {distinct > mostRows && shownRows >= mostRows ? (
            <p className={styles.nothing}>
              The {formatCount(mostRows)} most frequent of {formatCount(distinct)}. Search to find others.
            </p>
          ) : null}
          <LinkButton onPress={() => setShownRows(firstRows)}>Show fewer</LinkButton>
        </div>
      ) : null}
    </section>
  );
}
