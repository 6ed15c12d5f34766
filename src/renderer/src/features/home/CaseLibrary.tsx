import { useMemo, type Ref } from 'react';
import type { RecentCase } from '../../../../shared/contract/app.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import type { DataGridHandle } from '../../ui/data-grid-types.ts';
import { arraySource } from '../../ui/data-source.ts';
import type { MenuPosition } from '../../ui/Menu.tsx';
import type { TimeZone } from '../../ui/format/time.ts';
import { useNarrowWindow } from '../../ui/use-narrow-window.ts';
import styles from './CaseLibrary.module.css';
import { libraryColumns } from './library-columns.tsx';

const rowHeightPixels = 52;
const headPixels = 26;
const mostRowsShown = 8;

interface CaseLibraryProps {
  cases: readonly RecentCase[];
  zone: TimeZone;
  nowEpochSeconds: number;
  chosenIndex: number | null;
  onChoose: (index: number) => void;
  onContinue: (index: number) => void;
  onMenu: (index: number, position: MenuPosition) => void;
  handle: Ref<DataGridHandle>;
}

/** The cases this computer knows, newest first. */
export function CaseLibrary(props: CaseLibraryProps) {
  const { cases, zone, nowEpochSeconds } = props;
  const isNarrow = useNarrowWindow();
  const source = useMemo(() => arraySource(cases), [cases]);
  const columns = useMemo(() => libraryColumns(zone, nowEpochSeconds, isNarrow), [zone, nowEpochSeconds, isNarrow]);
  const shown = Math.min(mostRowsShown, cases.length);
  return (
    <div className={styles.frame} style={{ height: headPixels + shown * rowHeightPixels + 2 }}>
      <DataGrid
        label="Cases"
        source={source}
        columns={columns}
        rowHeightPixels={rowHeightPixels}
        chosenIndex={props.chosenIndex}
        onChoose={props.onChoose}
        onOpen={props.onContinue}
        onContextMenu={({ index, position }) => props.onMenu(index, position)}
        handle={props.handle}
      />
    </div>
  );
}
