// The desktop host, from first line to first window. Each step lives in the module it is named after.
import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createLog } from './log.ts';
import { locations } from './locations.ts';
import { registerScheme } from './protocol.ts';
import { denyNavigation, hardenProcess } from './security.ts';
import { setUpFailures, startFailed } from './failures.ts';
import { collectOpenRequests } from './open-files.ts';
import { startDesktop } from './desktop.ts';

const places = locations();
const log = createLog(places.dataFolder, 'desktop');

setUpFailures(log);
app.setName('Spoor');
// Chromium's own files stay apart from Spoor's; both hosts share the folder above.
const chromiumFolder = path.join(places.dataFolder, 'electron');
mkdirSync(chromiumFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', chromiumFolder);
hardenProcess();
registerScheme();
denyNavigation(log);

if (app.requestSingleInstanceLock()) {
  // Files may be asked for before the app is ready (macOS sends them first).
  const requests = collectOpenRequests();
  void app
    .whenReady()
    .then(() => startDesktop(places, log, requests))
    .catch(startFailed(log));
} else {
  app.quit();
}
