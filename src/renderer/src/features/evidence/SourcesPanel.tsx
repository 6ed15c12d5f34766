import { useCallback, useMemo, useState } from 'react';
import type { SourceCounts, SourceRow, SourceState } from '../../../../shared/contract/case.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DataGrid } from '../../ui/DataGrid.tsx';
import type { RowFacts } from '../../ui/data-grid-types.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatQuantity } from '../../ui/format/number.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { filesReconciliation, recordsReconciliation, type Reconciliation } from './counts.ts';
import { IntegrityLine } from './IntegrityLine.tsx';
import { sourceColumns } from './source-columns.tsx';
import type { SourceLine } from './source-tree.ts';
import { stateLooks } from './source-view.ts';
import styles from './SourcesPanel.module.css';
import { useNarrowWindow } from '../../ui/use-narrow-window.ts';
import { useSourceTree } from './use-source-tree.ts';

const filters = ['all', 'reading', 'done', 'partial', 'skipped', 'failed'] as const;
type Filter = (typeof filters)[number];
const segments = filters.map((value) => ({ value, label: value === 'all' ? 'All' : stateLooks[value].word }));

interface SourcesPanelProps {
  chosenId: number | null;
  onChoose: (row: SourceRow | null) => void;
}

/** Every source of the case as a tree, with what became of it. */
export function SourcesPanel({ chosenId, onChoose }: SourcesPanelProps) {
  const isNarrow = useNarrowWindow();
  const isComfortable = useApp((state) => state.preferences.density === 'comfortable');
  const [filter, setFilter] = useState<Filter>('all');
  const { tree, counts, total, error } = useSourceTree(filter === 'all' ? null : (filter satisfies SourceState));
  const [chosenIndex, setChosenIndex] = useState<number | null>(null);
  const columns = useMemo(
    () => sourceColumns(isNarrow, (index, isOpen) => tree.setOpen(index, isOpen)),
    [isNarrow, tree],
  );
  const facts = useCallback(
    ({ row, level, isOpen }: SourceLine): RowFacts => ({ level, isExpanded: row.hasChildren ? isOpen : null }),
    [],
  );
  const choose = (index: number) => {
    setChosenIndex(index);
    onChoose(tree.rowAt(index)?.row ?? null);
  };
  // Lines move as branches open and evidence comes in; the chosen source keeps its mark.
  const shownIndex = chosenId === null ? null : (tree.lineOf(chosenId) ?? chosenIndex);

  return (
    <Panel
      title="In this case"
      note={counts === null ? undefined : formatQuantity(total, 'source')}
      className={styles.panel}
      aside={
        <Segmented
          label="Show sources by state"
          segments={segments}
          chosen={filter}
          onChoose={(next) => {
            setFilter(next);
            setChosenIndex(null);
            onChoose(null);
          }}
        />
      }
    >
      {error !== null ? (
        <ErrorPanel title="The sources could not be read" error={error} onRetry={() => tree.refresh()} />
      ) : counts === null ? (
        <div className={styles.fill}>
          <Skeleton label="Reading the sources" rows={5} columns={6} />
        </div>
      ) : total === 0 ? (
        <div className={styles.fill}>
          {filter === 'all' ? (
            <EmptyState title="No evidence in this case yet">
              <p>Drop logs here, or add files or a folder. Formats are recognised by content, not by name.</p>
            </EmptyState>
          ) : (
            <EmptyState
              title={`No source is in the state “${stateLooks[filter].word}”.`}
              actions={<Button onPress={() => setFilter('all')}>Show all sources</Button>}
            />
          )}
        </div>
      ) : (
        <DataGrid
          label="Sources"
          source={tree}
          columns={columns}
          rowHeightPixels={isComfortable ? 32 : 26}
          chosenIndex={shownIndex}
          onChoose={choose}
          onOpen={(index) => {
            const line = tree.rowAt(index);
            if (line?.row.hasChildren === true) tree.setOpen(index, !line.isOpen);
          }}
          onExpand={(index, isOpen) => tree.setOpen(index, isOpen)}
          rowFacts={facts}
        />
      )}
      {counts === null ? null : <Reconciled counts={counts} />}
    </Panel>
  );
}

function Reconciled({ counts }: { counts: SourceCounts }) {
  return (
    <footer className={styles.foot} aria-label="Do the counts add up">
      <Equation of={filesReconciliation(counts)} />
      <Equation of={recordsReconciliation(counts)} />
      <IntegrityLine />
    </footer>
  );
}

function Equation({ of }: { of: Reconciliation }) {
  return (
    <p className={classNames(styles.equation, of.holds ? styles.holds : styles.broken)}>
      <Icon name={of.holds ? 'check' : 'warning'} label={of.holds ? 'Adds up:' : 'Does not add up:'} />
      <span>
        {of.sentence}
        {of.holds ? null : '. These figures do not add up; verify the case file before you rely on it.'}
      </span>
    </p>
  );
}
