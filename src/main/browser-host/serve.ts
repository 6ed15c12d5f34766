import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ParsedInput } from '../../shared/contract/calls.ts';
import type { CreateEngine } from '../../shared/contract/engine.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { createSettingsStore } from '../app-settings.ts';
import { createDispatcher } from '../dispatcher.ts';
import { createEventFanOut } from '../event-fan-out.ts';
import { locations, platformName, type Locations } from '../locations.ts';
import { createLog } from '../log.ts';
import { createOpenCases } from '../open-cases.ts';
import { openRequests } from '../open-requests.ts';
import { createPathGrants, grantExisting } from '../path-grants.ts';
import { createRecentCases } from '../recent-cases.ts';
import { releaseCase } from '../release-case.ts';
import { createRunningJobs } from '../running-jobs.ts';
import { createAccess, type Access } from './access.ts';
import { createFileBrowser } from './file-browser.ts';
import { browserHandlers } from './handlers.ts';
import { createHttpServer } from './http.ts';
import { openPage, type Opened } from './launch.ts';
import { createUploads } from './uploads.ts';
import { createBrowserWindows } from './windows.ts';

export interface ServeOptions {
  /** A case, or logs, to open in the first window. */
  file?: string | undefined;
  /** 0 or absent: any free port. */
  port?: number | undefined;
  /** False only prints the address. */
  open: boolean;
  /** Where lines for the user go. */
  say(line: string): void;
  /** End when the last window is closed, if Spoor opened it as an app window. */
  closeWithLastWindow?: boolean;
  /** End cleanly on SIGINT and SIGTERM. */
  handleSignals?: boolean;
  locations?: Locations;
  createEngine?: CreateEngine;
  /** For tests: patience with windows that went away, and with sockets that may be dead. */
  graceMilliseconds?: number;
  proofMilliseconds?: number;
  checkReplySize?: boolean;
}

export interface BrowserHost {
  /** With a token that works once. */
  url: string;
  port: number;
  opened: Opened;
  /** Another address for one more browser. */
  mintUrl(): string;
  close(): Promise<void>;
  /** Settles when the host has closed, for whatever reason. */
  closed: Promise<void>;
}

/** Serves the app on 127.0.0.1 and opens it. Rejects with `AppError` when the port is taken. */
export async function serve(options: ServeOptions): Promise<BrowserHost> {
  const places = options.locations ?? locations();
  const log = createLog(places.dataFolder, 'browser-host');
  const settings = createSettingsStore(places.dataFolder);
  const grants = createPathGrants(places.homeFolder);
  const recent = createRecentCases(places.dataFolder);
  const openCases = createOpenCases(recent);
  const jobs = createRunningJobs();
  const fanOut = createEventFanOut();
  const fileBrowser = createFileBrowser(places.homeFolder, grants);
  const uploads = createUploads(
    (client) => path.dirname(openCases.pathOf(client) ?? path.join(places.caseFolder, 'x')),
    grants,
  );
  /** Upload grants a job reads from, by job. */
  const spoolsOfJobs = new Map<string, readonly string[]>();

  const createEngine = options.createEngine ?? (await import('../../engine/entry.ts')).createEngine;
  const engine = createEngine({
    resolveGrant: grants.resolve,
    caseFolder: places.caseFolder,
    appVersion: places.version,
  });
  engine.subscribe((event) => {
    jobs.onEvent(event);
    openCases.onEvent(event);
    fanOut.publish(event);
    if (event.message.name !== 'job.ended') return;
    const { id } = event.message.payload;
    void uploads.discard(spoolsOfJobs.get(id) ?? []);
    spoolsOfJobs.delete(id);
  });

  let access: Access | null = null;
  let opened: Opened = 'printed';
  const profileFolder = path.join(places.dataFolder, 'browser');
  const dispatcher = createDispatcher({
    engine,
    host: browserHandlers({
      locations: places,
      settings,
      recent,
      grants,
      fileBrowser,
      uploads,
      runtime: `Node ${process.versions.node}`,
      onSettings: (changed) => fanOut.publish({ clients: null, message: { name: 'app.settings', payload: changed } }),
      openWindow: async () => {
        const how = await openPage({ url: mintUrl(), profileFolder });
        if (how === 'printed') throw new AppError('unsupported', 'No browser can be opened from here.');
      },
    }),
    afterEngineCall(client, name, input, value) {
      openCases.afterEngineCall(client, name, input, value);
      if (name === 'import.start') {
        spoolsOfJobs.set((value as { jobId: string }).jobId, (input as ParsedInput<'import.start'>).grants);
      }
    },
    onCall: ({ name, error }) => {
      if (error === 'internal') log.write('error', 'call failed', { name });
    },
    checkReplySize: options.checkReplySize ?? false,
  });
  const windows = createBrowserWindows({
    dispatcher,
    fanOut,
    startup() {
      const { theme, density, timeZone } = settings.get();
      return {
        host: 'browser',
        version: places.version,
        platform: platformName(),
        settings: { theme, density, timeZone },
        nativeDialogs: false,
        uploads: true,
      };
    },
    graceMilliseconds: options.graceMilliseconds ?? 60_000,
    proofMilliseconds: options.proofMilliseconds ?? 300,
    mayRelease: (client) => jobs.of(client).length === 0,
    onReleased(client) {
      openCases.release(client);
      fileBrowser.release(client);
      void releaseCase(engine, client)
        .then(() => uploads.release(client))
        .finally(() => grants.revokeClient(client));
      if (options.closeWithLastWindow && opened === 'app-window' && windows.count() === 0) void close();
    },
  });

  let firstRequest = options.file === undefined ? null : openRequests([path.resolve(options.file)])[0];
  const { server, sockets } = createHttpServer({
    access: () => access,
    uploads,
    rendererFolder: places.rendererFolder,
    async onConnection(socket, wanted) {
      const client = await windows.connect(socket, wanted);
      if (client === null || firstRequest == null) return;
      const { what, paths } = firstRequest;
      firstRequest = null;
      const payload = { what, grants: grantExisting(grants, client, paths) };
      fanOut.publish({ clients: [client], message: { name: 'app.open', payload } });
    },
    onRefusal: (reason) => log.write('warning', 'request refused', { reason }),
  });
  server.listen({ host: '127.0.0.1', port: options.port ?? 0, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    await engine.close();
    throw new AppError('file-access', `Port ${options.port ?? 0} cannot be used.`, {
      hint: 'Leave out --port for any free one.',
      detail: error instanceof Error ? error.message : String(error),
      cause: error,
    });
  }
  const { port } = server.address() as AddressInfo;
  const ready = createAccess(port);
  access = ready;
  const mintUrl = () => `http://127.0.0.1:${port}/?token=${ready.mintToken()}`;

  const ended = Promise.withResolvers<void>();
  let closing: Promise<void> | null = null;
  const signals = options.handleSignals ? (['SIGINT', 'SIGTERM'] as const) : [];
  const onSignal = () => void close();
  for (const signal of signals) process.once(signal, onSignal);
  function close(): Promise<void> {
    closing ??= (async () => {
      for (const signal of signals) process.off(signal, onSignal);
      windows.close();
      sockets.close();
      server.close();
      server.closeIdleConnections();
      await engine.close();
      await uploads.close();
      server.closeAllConnections();
      ended.resolve();
    })();
    return closing;
  }

  const url = mintUrl();
  if (options.open) opened = await openPage({ url, profileFolder });
  if (opened === 'printed') options.say(`Open this address in a browser on this computer (it works once): ${url}`);
  else
    options.say(`Spoor is open in ${opened === 'browser' ? 'your browser' : 'its own window'}; Ctrl+C here ends it.`);
  return { url, port, opened, mintUrl, close, closed: ended.promise };
}
