import { lazy } from 'react';
import { eventsScreenCommands } from './features/events/events-commands.ts';
import { evidenceCommands } from './features/evidence/evidence-commands.ts';
import { homeCommands } from './features/home/home-commands.ts';
import { HomeOverlay } from './features/home/HomeOverlay.tsx';
import type { Screen } from './screen.ts';

const HomeScreen = lazy(async () => ({ default: (await import('./features/home/HomeScreen.tsx')).HomeScreen }));
const EventsScreen = lazy(async () => ({ default: (await import('./features/events/EventsScreen.tsx')).EventsScreen }));
const EvidenceScreen = lazy(async () => ({
  default: (await import('./features/evidence/EvidenceScreen.tsx')).EvidenceScreen,
}));

/**
 * The screens there are, in the order of the rail; one line each. `Component` is `lazy(() => import(…))`, so that a
 * screen is loaded when it is first shown.
 */
export const screens: readonly Screen[] = [
  {
    id: 'events',
    title: 'Events',
    icon: 'list',
    key: 'e',
    needsCase: true,
    commands: eventsScreenCommands,
    Component: EventsScreen,
  },
  {
    id: 'evidence',
    title: 'Evidence',
    icon: 'database',
    key: 'v',
    needsCase: true,
    commands: evidenceCommands,
    Component: EvidenceScreen,
  },
  {
    id: 'home',
    title: 'Cases',
    icon: 'archive',
    key: 'h',
    needsCase: false,
    commands: homeCommands,
    Overlay: HomeOverlay,
    Component: HomeScreen,
  },
];
