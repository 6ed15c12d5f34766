import { useEffect, useMemo, useState } from 'react';
import { Button as RowButton } from 'react-aria-components';
import type { ProblemRow } from '../../../../shared/contract/case.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { PageSource } from '../../data/page-source.ts';
import { useEngineQuery } from '../../data/use-engine-query.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatCount } from '../../ui/format/number.ts';
import { cellText } from '../../ui/format/text.ts';
import { Icon } from '../../ui/Icon.tsx';
import { MenuButton } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import styles from './Problems.module.css';
import { positionText } from './source-view.ts';

const rowHeightPixels = 80;
const pageSize = 100;

interface ProblemsProps {
  /** Null: of the whole case. */
  sourceId: number | null;
  /** Of the case: problems come with evidence. */
  generation: number;
  onOpen: (problem: ProblemRow) => void;
}

/** What could not be used, with file, position and reason. */
export function Problems({ sourceId, generation, onOpen }: ProblemsProps) {
  const bridge = useBridge();
  const [code, setCode] = useState<string | null>(null);
  const head = useEngineQuery(
    'sources.problems',
    { sourceId, code, offset: 0, limit: 1 },
    { keepWhen: ['code'], revision: generation },
  );
  const total = head.data?.total ?? 0;
  const source = useMemo(
    () =>
      new PageSource<ProblemRow>({
        count: total,
        pageSize,
        load: async (offset, limit, signal) =>
          (await bridge.call('sources.problems', { sourceId, code, offset, limit }, { signal })).rows,
      }),
    [bridge, sourceId, code, total],
  );
  useEffect(() => () => source.close(), [source]);
  const codes = head.data?.byCode ?? [];
  const all = codes.reduce((sum, each) => sum + each.count, 0);

  return (
    <section className={styles.problems} aria-label="Problems">
      <header className={styles.head}>
        <h2 className={styles.title}>Problems</h2>
        <span className={styles.count}>{head.data === null ? '' : formatCount(total)}</span>
        {codes.length < 2 ? null : (
          <MenuButton
            label="Show problems by reason"
            placement="bottom end"
            trigger={
              <Button variant="ghost" size="small" icon="filter">
                {code ?? 'All reasons'}
              </Button>
            }
            groups={[
              {
                id: 'all',
                entries: [
                  {
                    id: 'all',
                    label: 'All reasons',
                    note: formatCount(all),
                    isChosen: code === null,
                    onAction: () => setCode(null),
                  },
                ],
              },
              {
                id: 'codes',
                entries: codes.map((each) => ({
                  id: `code ${each.code}`,
                  label: each.code,
                  note: formatCount(each.count),
                  isChosen: code === each.code,
                  onAction: () => setCode(each.code),
                })),
              },
            ]}
          />
        )}
      </header>
      {head.status === 'error' ? (
        <ErrorPanel title="The problems could not be read" error={head.error} onRetry={head.refetch} />
      ) : head.data === null ? (
        <Skeleton label="Reading the problems" rows={3} columns={1} />
      ) : total === 0 ? (
        <p className={styles.none}>
          <Icon name="check" />
          {sourceId === null
            ? 'Nothing was rejected, and nothing went wrong while reading.'
            : 'No problem with this source.'}
        </p>
      ) : (
        <VirtualList label="Problems" source={source} rowHeightPixels={rowHeightPixels}>
          {(problem) => <ProblemButton problem={problem} onOpen={() => onOpen(problem)} />}
        </VirtualList>
      )}
    </section>
  );
}

function ProblemButton({ problem, onOpen }: { problem: ProblemRow; onOpen: () => void }) {
  return (
    <RowButton className={styles.problem ?? ''} onPress={onOpen}>
      <Icon name="warning" className={styles.icon} />
      <span className={styles.lines}>
        <span className={styles.where} title={problem.source}>
          {cellText(problem.source)}
        </span>
        <span className={styles.message}>{cellText(problem.message)}</span>
        <span className={styles.place}>
          <span>{positionText(problem.position)}</span>
          <span>{problem.code}</span>
        </span>
      </span>
      <Icon name="chevronRight" className={styles.chevron} />
    </RowButton>
  );
}
