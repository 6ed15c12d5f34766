import { Fragment, useRef, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import styles from './SplitPane.module.css';

export interface Pane {
  id: string;
  /** Says what the edge before it resizes, for assistive technology. */
  label: string;
  content: ReactNode;
  /** Left out for the one pane that takes the rest. */
  widthPixels?: { default: number; least: number; most: number | `${number}%` };
}

interface SplitPaneProps {
  panes: readonly Pane[];
  /** Widths the user chose before, by pane; the default where there is none. */
  widthsPixels?: Readonly<Record<string, number>>;
  /** Called when a drag or a key step has ended. */
  onResized?: (widthsPixels: Record<string, number>) => void;
}

/** Panes side by side. Edges drag (6 px to hit, 1 px drawn) and take arrow keys; a double click restores the default. */
export function SplitPane({ panes, widthsPixels = {}, onResized }: SplitPaneProps) {
  const group = useRef<HTMLDivElement>(null);
  const isSided = panes.findIndex((pane) => pane.widthPixels === undefined);
  return (
    <Group
      orientation="horizontal"
      className={styles.group}
      resizeTargetMinimumSize={{ fine: 6, coarse: 20 }}
      elementRef={group}
      onLayoutChanged={(percentages, { isUserInteraction }) => {
        if (!isUserInteraction || group.current === null) return;
        // Edges are one pixel each and belong to no pane.
        const shared = group.current.clientWidth - (panes.length - 1);
        const sized = panes.filter((pane) => pane.widthPixels !== undefined);
        const widths = sized.map(
          (pane) => [pane.id, Math.round(((percentages[pane.id] ?? 0) / 100) * shared)] as const,
        );
        onResized?.(Object.fromEntries(widths));
      }}
    >
      {panes.map((pane, index) => {
        const width = pane.widthPixels;
        // The edge belongs to the sized pane beside it.
        const edgeLabel = `Resize ${(index > isSided ? pane : panes[index - 1])?.label ?? pane.label}`;
        return (
          <Fragment key={pane.id}>
            {index === 0 ? null : <Separator className={styles.edge} aria-label={edgeLabel} />}
            <Panel
              id={pane.id}
              className={styles.pane}
              groupResizeBehavior={width === undefined ? 'preserve-relative-size' : 'preserve-pixel-size'}
              defaultSize={width === undefined ? undefined : (widthsPixels[pane.id] ?? width.default)}
              minSize={width?.least ?? 240}
              maxSize={width?.most}
            >
              {pane.content}
            </Panel>
          </Fragment>
        );
      })}
    </Group>
  );
}
