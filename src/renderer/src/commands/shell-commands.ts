import { chooseFiles } from '../data/choose-files.ts';
import { closeCase, openCase, openSampleCase } from '../data/open-case.ts';
import { goBack, goForward, openScreen, redo, showNewest, undo } from '../state/actions.ts';
import { openOverlay, showToast, toggleOverlay } from '../state/notices.ts';
import { changePreference } from '../state/preferences.ts';
import { resolvedTheme } from '../state/theme.ts';
import type { Screen } from '../screen.ts';
import type { Command } from './command.ts';

/** `g` and the screen's key, one command a screen. */
export function screenCommands(screens: readonly Screen[]): Command[] {
  return screens.map((screen) => ({
    id: `screen.${screen.id}`,
    title: `Go to ${screen.title}`,
    sheetTitle: screen.title,
    group: 'Go to',
    keywords: ['open', 'screen'],
    shortcuts: [`g ${screen.key}`],
    isEnabled: (state) => !screen.needsCase || state.case.summary !== null,
    run: () => openScreen(screen.id),
  }));
}

export const shellCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    sheetTitle: 'Undo filter change',
    group: 'Search',
    shortcuts: ['mod+z'],
    isEnabled: (state) => state.query.past.length > 0,
    run: async () => {
      const label = await undo();
      if (label !== null) showToast({ text: `Undone: ${label}` });
    },
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    group: 'Search',
    shortcuts: ['mod+shift+z'],
    isEnabled: (state) => state.query.future.length > 0,
    run: async () => {
      const label = await redo();
      if (label !== null) showToast({ text: `Redone: ${label}` });
    },
  },
  {
    id: 'history.back',
    title: 'Back',
    group: 'Search',
    shortcuts: ['mod+[', 'alt+left'],
    isEnabled: (state) => state.query.history.index > 0,
    run: goBack,
  },
  {
    id: 'history.forward',
    title: 'Forward',
    group: 'Search',
    shortcuts: ['mod+]', 'alt+right'],
    isEnabled: (state) => state.query.history.index < state.query.history.entries.length - 1,
    run: goForward,
  },
  {
    id: 'events.showNewest',
    title: 'Show newer events',
    group: 'Case',
    isEnabled: ({ case: open }) => open.summary !== null && open.summary.generation !== open.shownGeneration,
    run: showNewest,
  },
  {
    id: 'case.sample',
    title: 'Open the sample case',
    group: 'Case',
    keywords: ['demo', 'example', 'tutorial'],
    run: ({ bridge }) => openSampleCase(bridge),
  },
  {
    id: 'case.open',
    title: 'Open a case file',
    group: 'Case',
    keywords: ['spoor'],
    shortcuts: ['mod+o'],
    run: async ({ bridge }) => {
      const [grant] = await chooseFiles(bridge, 'case');
      if (grant !== undefined) await openCase(bridge, grant);
    },
  },
  {
    id: 'case.close',
    title: 'Close case',
    group: 'Case',
    isEnabled: (state) => state.case.summary !== null,
    run: ({ bridge }) => closeCase(bridge),
  },
  {
    id: 'case.reveal',
    title: 'Show case file in its folder',
    group: 'Case',
    keywords: ['finder', 'explorer', 'reveal'],
    isEnabled: (state) => state.case.summary !== null,
    run: async ({ bridge }) => {
      await bridge.call('app.reveal', { grant: null });
    },
  },
  {
    id: 'window.new',
    title: 'New window',
    group: 'Window',
    shortcuts: ['mod+shift+n'],
    run: async ({ bridge }) => {
      await bridge.call('app.window.new', {});
    },
  },
  {
    id: 'palette.open',
    title: 'Command palette',
    group: 'Window',
    shortcuts: ['mod+k'],
    isInPalette: false,
    run: () => toggleOverlay('palette'),
  },
  {
    id: 'shortcuts.open',
    title: 'Keyboard shortcuts',
    group: 'Window',
    keywords: ['keys', 'help'],
    shortcuts: ['?'],
    run: () => openOverlay('shortcuts'),
  },
  {
    id: 'settings.open',
    title: 'Settings',
    group: 'Window',
    keywords: ['preferences', 'theme', 'density', 'time zone'],
    shortcuts: ['mod+,'],
    run: () => openOverlay('settings'),
  },
  {
    id: 'jobs.toggle',
    title: 'Jobs',
    group: 'Window',
    keywords: ['imports', 'progress'],
    shortcuts: ['mod+j'],
    run: () => toggleOverlay('jobs'),
  },
  {
    id: 'time.toggleZone',
    title: 'Switch between UTC and local time',
    sheetTitle: 'UTC or local',
    group: 'Window',
    shortcuts: ['u'],
    run: ({ bridge, state }) =>
      changePreference(bridge, { timeZone: state.preferences.timeZone === 'utc' ? 'local' : 'utc' }),
  },
  {
    id: 'theme.toggle',
    title: 'Switch between light and dark',
    sheetTitle: 'Light or dark',
    group: 'Window',
    keywords: ['theme'],
    shortcuts: ['mod+shift+l'],
    run: ({ bridge, state }) =>
      changePreference(bridge, { theme: resolvedTheme(state.preferences.theme) === 'dark' ? 'light' : 'dark' }),
  },
];
