import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { FacetName, Scope, SearchReply } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { toggleExclude, toggleInclude } from '../../../../../shared/query/edit.ts';
import { classNames } from '../../../ui/class-names.ts';
import { ContextMenu, type MenuPosition } from '../../../ui/Menu.tsx';
import { Keys } from '../../../ui/Kbd.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import type { AccountNames } from '../event-words.ts';
import { layoutKeys } from '../events-settings.ts';
import { useLayoutValue } from '../use-layout-value.ts';
import { useStableHandlers } from '../use-stable-handlers.ts';
import { useValueActions } from '../value-actions.ts';
import { togglePresence } from '../value-query.ts';
import { arrangedFacets, defaultFacetLayout, facetLayoutSchema, movedFacet } from './facet-model.ts';
import { FacetSection, rowKey } from './FacetSection.tsx';
import styles from './FacetPane.module.css';

interface FacetPaneProps {
  query: Query;
  scope: Scope;
  reply: SearchReply | null;
  isStale: boolean;
  accountNames: AccountNames;
  onQuery: (query: Query) => void;
  findField: RefObject<HTMLInputElement | null>;
  /** Puts the focus here when it is opened as an overlay. */
  takesFocus?: boolean;
}

function targetOf(element: Element | null): { field: FacetName; value: string | null } | null {
  const row = element?.closest<HTMLElement>('[data-facet-field]');
  if (row == null) return null;
  const { facetField = '', facetValue = '', facetMissing } = row.dataset;
  return { field: facetField as FacetName, value: facetMissing === undefined ? facetValue : null };
}

function keyOf(row: HTMLElement): string {
  const target = targetOf(row);
  return target === null ? '' : rowKey(target.field, target.value);
}

/** Values with their counts. Counts of a facet leave its own filter out, so that more of it can be added. */
export const FacetPane = memo(function FacetPane(props: FacetPaneProps) {
  const { query, scope, reply, isStale, accountNames, onQuery, findField, takesFocus = false } = props;
  const { openMenu } = useValueActions();
  const [layout, changeLayout] = useLayoutValue(layoutKeys.facets, facetLayoutSchema, defaultFacetLayout);
  const [find, setFind] = useState('');
  const [stop, setStop] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ field: FacetName; position: MenuPosition } | null>(null);
  const pane = useRef<HTMLDivElement>(null);
  const all = arrangedFacets(layout);
  const wanted = find.trim().toLowerCase();
  const facets = all.filter(
    ({ isShown, label, field }) =>
      isShown || (wanted !== '' && (label.toLowerCase().includes(wanted) || field === wanted)),
  );

  const rows = () => [...(pane.current?.querySelectorAll<HTMLElement>('[data-facet-field]') ?? [])];
  const focusRow = (row: HTMLElement | undefined) => {
    const target = targetOf(row ?? null);
    if (row === undefined || target === null) return;
    setStop(rowKey(target.field, target.value));
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
  };
  // A row that is marked moves to the top of its facet, and a moved element loses the focus.
  const keptFocus = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (keptFocus.current === null || document.activeElement !== document.body) return;
    focusRow(rows().find((row) => keyOf(row) === keptFocus.current));
  });
  useEffect(() => {
    const forget = () => {
      keptFocus.current = null;
    };
    document.addEventListener('pointerdown', forget, true);
    return () => document.removeEventListener('pointerdown', forget, true);
  }, []);

  const toggle = (field: FacetName, value: string | null, mark: 'include' | 'exclude') => {
    setStop(rowKey(field, value));
    keptFocus.current = rowKey(field, value);
    if (value === null) onQuery(togglePresence(query, field, mark === 'include' ? 'missing' : 'present'));
    else onQuery(mark === 'include' ? toggleInclude(query, field, value) : toggleExclude(query, field, value));
  };
  const toggleFocused = (mark: 'include' | 'exclude') => () => {
    const target = targetOf(document.activeElement);
    if (target !== null) toggle(target.field, target.value, mark);
  };
  useStableHandlers({
    'value.include': toggleFocused('include'),
    'value.exclude': toggleFocused('exclude'),
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const element = event.target instanceof HTMLElement ? event.target : null;
    if (element === findField.current && event.key === 'ArrowDown') {
      event.preventDefault();
      focusRow(rows()[0]);
      return;
    }
    if (element === findField.current && event.key === 'Escape' && find !== '') {
      event.preventDefault();
      event.stopPropagation();
      setFind('');
      return;
    }
    const own = element?.closest<HTMLElement>('[data-facet-field]');
    if (own == null || event.metaKey || event.ctrlKey) return;
    const list = rows();
    const at = list.indexOf(own);
    const target = targetOf(own);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 };
    const next = moves[event.key];
    if (next !== undefined) focusRow(list[Math.max(0, Math.min(list.length - 1, next))]);
    else if ((event.key === 'Enter' || event.key === ' ') && target !== null) {
      toggle(target.field, target.value, event.altKey ? 'exclude' : 'include');
    } else return;
    event.preventDefault();
  };
  const firstStop = (): string | null => {
    const [first] = facets.filter(({ isFolded, field }) => !isFolded && (reply?.facets[field]?.values.length ?? 0) > 0);
    const value = first === undefined ? undefined : reply?.facets[first.field]?.values[0];
    return first === undefined || value === undefined ? null : rowKey(first.field, value[0]);
  };
  // Exactly one row is the stop of the keyboard; a row that went away gives it back to the first one.
  const isStopShown = stop !== null && facets.some(({ field }) => stop.startsWith(`${field}\n`));
  const currentStop = isStopShown ? stop : firstStop();

  const menuFacet = all.find(({ field }) => field === menu?.field);
  const shownFields = all.filter(({ isShown }) => isShown).map(({ field }) => field);
  const move = (field: FacetName, by: -1 | 1) => {
    const at = shownFields.indexOf(field);
    const before = by < 0 ? shownFields[at - 1] : shownFields[at + 2];
    changeLayout((current) => movedFacet(current, field, before ?? null));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the list boxes inside
    <div
      ref={pane}
      className={classNames(styles.pane, isStale && styles.stale)}
      data-region="facets"
      data-command-scope="facets"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (event.relatedTarget !== null) keptFocus.current = null;
      }}
      onFocus={(event) => {
        const target = targetOf(event.target);
        if (target !== null) setStop(rowKey(target.field, target.value));
      }}
      onContextMenu={(event) => {
        const row = event.target instanceof Element ? event.target.closest('[data-facet-field]') : null;
        const target = targetOf(row);
        if (row === null || target === null || target.value === null) return;
        event.preventDefault();
        const box = row.getBoundingClientRect();
        const isKey = event.clientX === 0 && event.clientY === 0;
        openMenu(
          { field: target.field, value: target.value },
          isKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY },
        );
      }}
    >
      <div className={styles.find}>
        <TextField
          label="Find a field or value"
          isLabelHidden
          size="small"
          icon="search"
          value={find}
          onChange={setFind}
          placeholder="Find a field or value"
          inputRef={findField}
          autoFocus={takesFocus}
          aside={<Keys keys={['f']} />}
        />
      </div>
      <div className={styles.scroll}>
        {facets.map((facet) => (
          <FacetSection
            key={facet.field}
            facet={facet}
            query={query}
            scope={scope}
            result={reply?.facets[facet.field]}
            find={find.trim()}
            stop={currentStop}
            accountNames={accountNames}
            onFold={(folded) =>
              changeLayout((current) => ({ ...current, folded: { ...current.folded, [facet.field]: folded } }))
            }
            onToggle={(value, mark) => toggle(facet.field, value, mark)}
            onHeaderMenu={(field, position) => setMenu({ field, position })}
            onDropBefore={(dragged) => changeLayout((current) => movedFacet(current, dragged, facet.field))}
          />
        ))}
      </div>
      <ContextMenu
        label="Arrange facets"
        header={menuFacet?.label}
        position={menu?.position ?? null}
        onClose={() => setMenu(null)}
        groups={
          menuFacet === undefined
            ? []
            : [
                {
                  id: 'place',
                  entries: [
                    {
                      id: 'up',
                      label: 'Move up',
                      icon: 'chevronUp',
                      isDisabled: shownFields[0] === menuFacet.field,
                      onAction: () => move(menuFacet.field, -1),
                    },
                    {
                      id: 'down',
                      label: 'Move down',
                      icon: 'chevronDown',
                      isDisabled: shownFields.at(-1) === menuFacet.field,
                      onAction: () => move(menuFacet.field, 1),
                    },
                    {
                      id: 'reset',
                      label: 'Usual order and facets',
                      icon: 'undo',
                      onAction: () => changeLayout(() => defaultFacetLayout),
                    },
                  ],
                },
                {
                  id: 'shown',
                  title: 'Show',
                  entries: all.map(({ field, label, isShown }) => ({
                    id: `show ${field}`,
                    label,
                    isChosen: isShown,
                    onAction: () =>
                      changeLayout((current) => ({ ...current, shown: { ...current.shown, [field]: !isShown } })),
                  })),
                },
              ]
        }
      />
    </div>
  );
});
