import { useEffect, useMemo, useRef, useState } from 'react';
import { useCommandHandlers, useCommands } from '../../commands/registry.ts';
import { reportFailure } from '../../commands/run.ts';
import { useShortcutKeys } from '../../commands/use-shortcut.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/Button.tsx';
import type { DataGridHandle } from '../../ui/data-grid-types.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatCount } from '../../ui/format/number.ts';
import { Kbd, Keys } from '../../ui/Kbd.tsx';
import type { MenuPosition } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { CaseLibrary } from './CaseLibrary.tsx';
import { CaseRowMenu } from './CaseRowMenu.tsx';
import { FirstRun } from './FirstRun.tsx';
import { libraryCommands } from './home-commands.ts';
import styles from './HomeScreen.module.css';
import { LeftOffPanel } from './LeftOffPanel.tsx';
import { forgetRecent, openRecent, type OpenHow } from './open-recent.ts';
import { filterCases } from './recent-view.ts';
import { StartColumn } from './StartColumn.tsx';
import { useRecentCases } from './use-recent-cases.ts';

/** The case library: what to go on with, and ways to begin. */
export function HomeScreen() {
  const bridge = useBridge();
  const zone = useApp((state) => state.preferences.timeZone);
  const isOpening = useApp((state) => state.case.isOpening);
  const recent = useRecentCases();
  const [filter, setFilter] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ index: number; position: MenuPosition } | null>(null);
  const filterField = useRef<HTMLInputElement>(null);
  const grid = useRef<DataGridHandle>(null);

  const all = recent.data ?? [];
  const cases = useMemo(() => filterCases(recent.data ?? [], filter), [recent.data, filter]);
  const foundIndex = cases.findIndex(({ id }) => id === chosenId);
  const chosenIndex = cases.length === 0 ? null : Math.max(0, foundIndex);
  const chosen = chosenIndex === null ? undefined : cases[chosenIndex];

  const open = (index: number | null, how: OpenHow) => {
    const row = index === null ? undefined : cases[index];
    if (row === undefined || isOpening) return;
    openRecent(bridge, row, how).catch((error: unknown) => {
      reportFailure(`${row.name} could not be opened`, error);
      recent.refetch();
    });
  };
  const forget = async (index: number | null) => {
    const row = index === null ? undefined : cases[index];
    if (row === undefined) return;
    try {
      if (await forgetRecent(bridge, row)) recent.refetch();
    } catch (error) {
      reportFailure(`${row.name} could not be taken off the list`, error);
    }
  };

  // Handlers stay the same object; what they act on is the latest of each render.
  const latest = useRef({ open, forget, chosenIndex });
  useEffect(() => {
    latest.current = { open, forget, chosenIndex };
  });
  const handlers = useMemo(
    () => ({
      'cases.continue': () => latest.current.open(latest.current.chosenIndex, 'continue'),
      'cases.open': () => latest.current.open(latest.current.chosenIndex, 'start'),
      'cases.forget': () => latest.current.forget(latest.current.chosenIndex),
      'cases.filter': () => filterField.current?.focus(),
    }),
    [],
  );
  useCommands(libraryCommands);
  useCommandHandlers(handlers);

  return (
    <div className={styles.scroll}>
      <div className={styles.home}>
        <section aria-label="Case library" data-region="cases">
          <div className={styles.head}>
            <h1 className={styles.title}>Cases</h1>
            {recent.data === null ? null : (
              <span className={styles.count}>
                {all.length === 0 ? 'None on this computer yet' : `${formatCount(all.length)} on this computer`}
              </span>
            )}
            {all.length < 2 ? null : (
              <div className={styles.filter}>
                <TextField
                  label="Filter cases"
                  isLabelHidden
                  placeholder="Filter cases"
                  icon="search"
                  size="small"
                  value={filter}
                  onChange={setFilter}
                  onSubmit={() => grid.current?.focus()}
                  inputRef={filterField}
                  aside={<Kbd>/</Kbd>}
                />
              </div>
            )}
          </div>
          {recent.status === 'error' ? (
            <ErrorPanel title="The list of cases could not be read" error={recent.error} onRetry={recent.refetch} />
          ) : recent.data === null ? (
            <Skeleton label="Reading the list of cases" rows={5} columns={5} />
          ) : all.length === 0 ? (
            <FirstRun isBusy={isOpening} />
          ) : (
            <>
              {cases.length === 0 ? (
                <EmptyState
                  title={`No case has “${filter}” in its name, title, reference or path.`}
                  actions={<Button onPress={() => setFilter('')}>Show all {formatCount(all.length)} cases</Button>}
                />
              ) : (
                <CaseLibrary
                  cases={cases}
                  zone={zone}
                  nowEpochSeconds={recent.nowEpochSeconds}
                  chosenIndex={chosenIndex}
                  onChoose={(index) => setChosenId(cases[index]?.id ?? null)}
                  onContinue={(index) => open(index, 'continue')}
                  onMenu={(index, position) => {
                    setChosenId(cases[index]?.id ?? null);
                    setMenu({ index, position });
                  }}
                  handle={grid}
                />
              )}
              {chosen === undefined ? null : (
                <LeftOffPanel
                  row={chosen}
                  zone={zone}
                  nowEpochSeconds={recent.nowEpochSeconds}
                  actions={
                    <>
                      <Button variant="ghost" size="small" onPress={() => void forget(chosenIndex)}>
                        Take off the list
                      </Button>
                      <Button
                        size="small"
                        isDisabled={isOpening || chosen.grant === null}
                        onPress={() => open(chosenIndex, 'start')}
                      >
                        Open from the start
                      </Button>
                      <Button
                        variant="primary"
                        size="small"
                        isDisabled={isOpening || chosen.grant === null}
                        onPress={() => open(chosenIndex, 'continue')}
                      >
                        {isOpening ? 'Opening…' : 'Continue'}
                      </Button>
                    </>
                  }
                />
              )}
              <KeyHints />
            </>
          )}
        </section>
        <StartColumn isBusy={isOpening} />
      </div>
      {menu === null || cases[menu.index] === undefined ? null : (
        <CaseRowMenu
          row={cases[menu.index]!}
          position={menu.position}
          onClose={() => setMenu(null)}
          onOpen={(how) => open(menu.index, how)}
          onForget={() => void forget(menu.index)}
        />
      )}
    </div>
  );
}

function KeyHints() {
  const newKeys = useShortcutKeys('case.new');
  const openKeys = useShortcutKeys('case.open');
  const startKeys = useShortcutKeys('cases.open');
  return (
    <p className={styles.foot}>
      <span>
        <Kbd>↵</Kbd> continue
      </span>
      <span>
        <Keys keys={startKeys} /> open from the start
      </span>
      <span>
        <Keys keys={newKeys} /> new case
      </span>
      <span>
        <Keys keys={openKeys} /> open file
      </span>
      <span className={styles.footEnd}>A case is one file. Move or copy it like any document.</span>
    </p>
  );
}
