import { useMemo, type ReactNode } from 'react';
import { useShortcutKeys } from '../../commands/use-shortcut.ts';
import { IconButton } from '../../ui/Button.tsx';
import { SplitPane, type Pane } from '../../ui/SplitPane.tsx';
import { Tag } from '../../ui/Tag.tsx';
import styles from './EventsLayout.module.css';
import { layoutKeys, noWidths, widthsSchema } from './events-settings.ts';
import { useLayoutValue } from './use-layout-value.ts';
import type { WindowClass } from './use-window-class.ts';

interface EventsLayoutProps {
  windowClass: WindowClass;
  queryBar: ReactNode;
  actions: ReactNode;
  facets: (takesFocus: boolean) => ReactNode;
  /** In a narrow window, where the facets are an overlay. */
  isFacetsOpen: boolean;
  onFacetsOpen: (open: boolean) => void;
  filterCount: number;
  centre: ReactNode;
  detail: ReactNode;
}

/** Query bar above; facets, results and detail beside each other. */
export function EventsLayout(props: EventsLayoutProps) {
  const { windowClass, facets, isFacetsOpen, onFacetsOpen, filterCount, centre, detail } = props;
  const [widths, changeWidths] = useLayoutValue(layoutKeys.widths(windowClass), widthsSchema, noWidths);
  const keys = useShortcutKeys('facets.focus');
  const isWide = windowClass === 'wide';
  const isNarrow = windowClass === 'narrow';
  // Restored once for each class of window: while the user drags, the panes keep their own count.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const initialWidths = useMemo(() => widths, [windowClass]);
  const panes: Pane[] = [
    ...(isNarrow
      ? []
      : [
          {
            id: 'facets',
            label: 'facets',
            content: facets(false),
            widthPixels: { default: isWide ? 260 : 208, least: 180, most: 360 },
          },
        ]),
    { id: 'centre', label: 'results', content: centre },
    ...(detail === null
      ? []
      : [
          {
            id: 'detail',
            label: 'detail',
            content: detail,
            widthPixels: { default: isWide ? 480 : isNarrow ? 372 : 374, least: 340, most: '50%' as const },
          },
        ]),
  ];
  return (
    <div className={styles.screen}>
      <div className={styles.query}>
        {props.queryBar}
        {props.actions}
      </div>
      <div className={styles.panes}>
        {isNarrow ? (
          <div className={styles.folded} data-region="facets">
            <IconButton
              icon="filter"
              label="Show facets"
              keys={keys}
              size="medium"
              variant="default"
              onPress={() => onFacetsOpen(!isFacetsOpen)}
            />
            {filterCount === 0 ? null : <Tag>{String(filterCount)}</Tag>}
          </div>
        ) : null}
        {isNarrow && isFacetsOpen ? <div className={styles.overlay}>{facets(true)}</div> : null}
        <SplitPane
          key={windowClass}
          panes={panes}
          widthsPixels={initialWidths}
          onResized={(next) => changeWidths((now) => ({ ...now, ...next }))}
        />
      </div>
    </div>
  );
}
