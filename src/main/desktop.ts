import { app, nativeTheme, session as sessions } from 'electron';
import path from 'node:path';
import type { Engine, EngineOptions } from '../shared/contract/engine.ts';
import type { EventMessage } from '../shared/contract/events.ts';
import { createSettingsStore } from './app-settings.ts';
import { createDispatcher } from './dispatcher.ts';
import { electronHandlers } from './electron-handlers.ts';
import { createEventFanOut } from './event-fan-out.ts';
import { setUpIpc } from './ipc.ts';
import { platformName, type Locations } from './locations.ts';
import type { Log } from './log.ts';
import { setUpMenu } from './menu.ts';
import { createOpenCases } from './open-cases.ts';
import type { OpenRequestQueue } from './open-files.ts';
import type { OpenRequest } from './open-requests.ts';
import { createPathGrants, grantExisting } from './path-grants.ts';
import { serveRenderer } from './protocol.ts';
import { setUpQuit } from './quit.ts';
import { createRecentCases } from './recent-cases.ts';
import { releaseCase } from './release-case.ts';
import { createRunningJobs } from './running-jobs.ts';
import { hardenSession } from './security.ts';
import { watchWindow } from './window-failures.ts';
import { createWindows, type Windows } from './windows.ts';

/** Calls slower than this are logged. */
const slowCallMilliseconds = 200;

/** Starts engine and windows once Electron is ready. */
export async function startDesktop(places: Locations, log: Log, requests: OpenRequestQueue): Promise<void> {
  const settings = createSettingsStore(places.dataFolder);
  nativeTheme.themeSource = settings.get().theme;
  const grants = createPathGrants(places.homeFolder);
  const recent = createRecentCases(places.dataFolder);
  const openCases = createOpenCases(recent);
  const jobs = createRunningJobs();
  const fanOut = createEventFanOut();
  const development = !app.isPackaged;

  const engine = await startEngine(places, grants.resolve);
  engine.subscribe((event) => {
    jobs.onEvent(event);
    openCases.onEvent(event);
    fanOut.publish(event);
  });

  // Keeps nothing of evidence on disk: a session without `persist:` lives in memory.
  const session = sessions.fromPartition('spoor', { cache: false });
  hardenSession(session);
  serveRenderer(session, places.rendererFolder);

  const sendTo = (client: string, message: EventMessage) => fanOut.publish({ clients: [client], message });
  const menu = setUpMenu({
    devTools: development,
    run: (id) => sendTo(windows.focused() ?? windows.open(), { name: 'app.command', payload: { id } }),
  });
  const disabledCommands = new Map<string, readonly string[]>();
  const dispatcher = createDispatcher({
    engine,
    host: electronHandlers({
      locations: places,
      settings,
      recent,
      grants,
      openCases,
      runtime: `Electron ${process.versions.electron ?? ''}`.trim(),
      onSettings(changed) {
        nativeTheme.themeSource = changed.theme;
        fanOut.publish({ clients: null, message: { name: 'app.settings', payload: changed } });
      },
      windows: () => windows,
      onDisabledCommands(client, commands) {
        disabledCommands.set(client, commands);
        if (windows.focused() === client) menu.setDisabled(commands);
      },
    }),
    afterEngineCall: openCases.afterEngineCall,
    onCall: ({ name, milliseconds, error }) => {
      if (milliseconds > slowCallMilliseconds) log.write('info', 'slow call', { name, milliseconds, error });
      if (error === 'internal') log.write('error', 'call failed', { name });
    },
    checkReplySize: development,
  });

  const quit = setUpQuit({ jobs, windowCount: () => windows.all().length, shutDown: () => engine.close(), log });
  const windows: Windows = createWindows({
    session,
    preloadFile: path.join(import.meta.dirname, '..', 'preload', 'index.cjs'),
    dataFolder: places.dataFolder,
    devTools: development,
    startup() {
      const { theme, density, timeZone } = settings.get();
      return {
        host: 'electron',
        version: places.version,
        platform: platformName(),
        settings: { theme, density, timeZone },
        nativeDialogs: true,
        uploads: false,
      };
    },
    onOpened(client, window) {
      fanOut.add(client, {
        send: (message) => {
          if (!window.isDestroyed()) window.webContents.send('event', message);
        },
      });
      // A page that loads again has lost its listeners and its calls.
      window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (!isMainFrame || isSameDocument) return;
        fanOut.notReady(client);
        dispatcher.release(client);
      });
      // There is one menu; it shows what the window in front can do.
      window.on('focus', () => menu.setDisabled(disabledCommands.get(client) ?? []));
      watchWindow(window, log);
      quit.watch(client, window);
    },
    onClosed(client) {
      dispatcher.release(client);
      fanOut.remove(client);
      openCases.release(client);
      disabledCommands.delete(client);
      void releaseCase(engine, client).finally(() => grants.revokeClient(client));
    },
  });
  setUpIpc({ windows, dispatcher, fanOut, grants, log });

  const open = (request: OpenRequest, client: string) =>
    sendTo(client, {
      name: 'app.open',
      payload: { what: request.what, grants: grantExisting(grants, client, request.paths) },
    });
  const first = windows.open();
  let started = false;
  requests.listen((asked) => {
    for (const [index, request] of asked.entries()) {
      const current = windows.focused() ?? windows.all()[0] ?? windows.open();
      const reuse = !started && index === 0 ? first : current;
      // A window works on one case; another case gets a window of its own.
      const occupied = request.what === 'case' && (openCases.pathOf(reuse) !== null || index > 0);
      open(request, occupied ? windows.open() : reuse);
    }
    if (started) bringForward(windows);
    started = true;
  });
  app.on('activate', () => {
    if (windows.all().length === 0) windows.open();
  });
}

async function startEngine(places: Locations, resolveGrant: EngineOptions['resolveGrant']): Promise<Engine> {
  const { createEngine } = await import('../engine/entry.ts');
  return createEngine({ resolveGrant, caseFolder: places.caseFolder, appVersion: places.version });
}

function bringForward(windows: Windows): void {
  const [any] = windows.all();
  const window = windows.get(windows.focused() ?? any ?? windows.open());
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
}
