import { Suspense, useEffect } from 'react';
import { eventCommands } from '../../commands/event-commands.ts';
import { commandRegistry } from '../../commands/registry.ts';
import { reportFailure } from '../../commands/run.ts';
import { screenCommands, shellCommands } from '../../commands/shell-commands.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { keepViewSaved, restoreCase } from '../../data/open-case.ts';
import { followEvents } from '../../data/store-events.ts';
import type { Screen } from '../../screen.ts';
import { useNotices } from '../../state/notices.ts';
import { currentView } from '../../state/query-slice.ts';
import { useApp } from '../../state/store.ts';
import { applyAppearance } from '../../state/theme.ts';
import { classNames } from '../../ui/class-names.ts';
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx';
import { LiveRegion } from '../../ui/LiveRegion.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { DropTarget } from './DropTarget.tsx';
import { FileBrowser } from './FileBrowser.tsx';
import { JobDrawer } from './JobDrawer.tsx';
import { Banners, QuestionDialog, Toasts } from './Notices.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { followRegions } from './regions.ts';
import { Settings } from './Settings.tsx';
import styles from './Shell.module.css';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { followShortcuts } from './shortcuts.ts';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useWindowState } from './window-state.ts';

/** Everything around the screens. Pass a constant table. */
export function Shell({ screens }: { screens: readonly Screen[] }) {
  const bridge = useBridge();
  const overlay = useNotices((state) => state.overlay);
  const current = useApp((state) => currentView(state.query).screen);
  const hasCase = useApp((state) => state.case.summary !== null);
  const theme = useApp((state) => state.preferences.theme);
  const density = useApp((state) => state.preferences.density);

  useEffect(() => applyAppearance({ theme, density }), [theme, density]);
  useEffect(
    () =>
      commandRegistry.add([
        ...screenCommands(screens),
        ...screens.flatMap((screen) => screen.commands ?? []),
        ...eventCommands,
        ...shellCommands,
      ]),
    [screens],
  );
  useEffect(() => {
    const stops = [
      followEvents(bridge),
      followShortcuts(bridge),
      followRegions(document),
      keepViewSaved(bridge, (error) => reportFailure('Where you are could not be saved', error)),
    ];
    restoreCase(bridge).catch((error: unknown) => reportFailure('The case could not be reopened', error));
    return () => {
      for (const stop of stops) stop();
    };
  }, [bridge]);
  useWindowState();

  const reachable = screens.filter((screen) => hasCase || !screen.needsCase);
  const screen = reachable.find(({ id }) => id === current) ?? reachable[0];
  return (
    <DropTarget>
      <div className={styles.app}>
        <TitleBar />
        <div className={classNames(styles.middle, !hasCase && styles.bare)}>
          {hasCase ? <Rail screens={screens} /> : null}
          <main className={styles.view}>
            <Banners />
            <div className={styles.screen}>
              {screen === undefined ? null : (
                <ErrorBoundary key={screen.id} title={`${screen.title} cannot be shown`}>
                  <Suspense fallback={<Skeleton label={`Loading ${screen.title}`} />}>
                    <screen.Component />
                  </Suspense>
                </ErrorBoundary>
              )}
            </div>
          </main>
        </div>
        <StatusBar screens={reachable} />
      </div>
      {overlay === 'jobs' ? <JobDrawer /> : null}
      {overlay === 'palette' ? <Palette /> : null}
      {overlay === 'shortcuts' ? <ShortcutSheet /> : null}
      {overlay === 'settings' ? <Settings /> : null}
      {screens.map(({ id, Overlay }) => (Overlay === undefined ? null : <Overlay key={id} />))}
      <QuestionDialog />
      <FileBrowser />
      <Toasts />
      <LiveRegion />
    </DropTarget>
  );
}
