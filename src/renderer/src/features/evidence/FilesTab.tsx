import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ProblemRow, SourceRow } from '../../../../shared/contract/case.ts';
import { useCommandHandlers } from '../../commands/registry.ts';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useApp } from '../../state/store.ts';
import { AddStrip } from './AddStrip.tsx';
import styles from './FilesTab.module.css';
import { ImportJobs } from './ImportJobs.tsx';
import { ProblemBytesView } from './ProblemBytesView.tsx';
import { Problems } from './Problems.tsx';
import { ReadyToImport } from './ReadyToImport.tsx';
import { removeSource } from './remove-source.ts';
import { SourceDetail } from './SourceDetail.tsx';
import { SourcesPanel } from './SourcesPanel.tsx';

/** Files and folders: what is ready to import, what is in the case, what went wrong with it. */
export function FilesTab() {
  const bridge = useBridge();
  const generation = useApp((state) => state.case.summary?.generation ?? 0);
  const readOnly = useApp((state) => state.case.summary?.readOnly ?? true);
  const [chosen, setChosen] = useState<SourceRow | null>(null);
  const [problem, setProblem] = useState<ProblemRow | null>(null);

  const choose = useCallback((row: SourceRow | null) => {
    setChosen(row);
    setProblem(null);
  }, []);
  const remove = async (row: SourceRow) => {
    try {
      if (await removeSource(bridge, row)) choose(null);
    } catch (error) {
      reportFailure(`${row.displayName} could not be removed`, error);
    }
  };
  const back = () => (problem === null ? choose(null) : setProblem(null));

  // Handlers stay the same object; what they act on is the latest of each render.
  const latest = useRef({ back, remove, chosen, readOnly });
  useEffect(() => {
    latest.current = { back, remove, chosen, readOnly };
  });
  const handlers = useMemo(
    () => ({
      'view.escape': () => latest.current.back(),
      'evidence.removeSource': () => {
        const { chosen: row } = latest.current;
        return row !== null && row.parentId === null && !latest.current.readOnly
          ? latest.current.remove(row)
          : undefined;
      },
    }),
    [],
  );
  useCommandHandlers(handlers);

  return (
    <div className={styles.files}>
      <div className={styles.left} data-region="sources">
        <AddStrip />
        <ReadyToImport />
        <SourcesPanel chosenId={chosen?.id ?? null} onChoose={choose} />
      </div>
      <aside className={styles.right} aria-label="Imports and problems" data-region="imports">
        {problem !== null ? (
          <ProblemBytesView problem={problem} onBack={() => setProblem(null)} />
        ) : chosen !== null ? (
          <>
            <SourceDetail
              row={chosen}
              onClose={() => choose(null)}
              onRemove={chosen.parentId === null && !readOnly ? () => void remove(chosen) : null}
            />
            <Problems key={chosen.id} sourceId={chosen.id} generation={generation} onOpen={setProblem} />
          </>
        ) : (
          <>
            <ImportJobs />
            <Problems key="all" sourceId={null} generation={generation} onOpen={setProblem} />
          </>
        )}
      </aside>
    </div>
  );
}
