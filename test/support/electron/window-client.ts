import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EventMessage } from '../../../src/shared/contract/events.ts';
import type { Booted } from './boot.ts';
import type { StandInWindow } from './stand-in-window.ts';

let ids = 0;
/** A call as the page makes it; rejects with the error's data. */
export async function call(window: StandInWindow, name: string, input: unknown, slot: string | null = null) {
  ids += 1;
  const result = await window.bridge.call(`id-${ids}`, name, input, slot);
  if (!result.ok) throw Object.assign(new Error(result.error.message), result.error);
  return result.value as never;
}

/** Everything the host sent to the page. */
export function eventsOf(window: StandInWindow): EventMessage[] {
  return window.webContents.sent
    .filter(({ channel }) => channel === 'event')
    .map(({ message }) => message as EventMessage);
}

/** The first window, with a case open. */
export async function withCase(booted: Booted): Promise<StandInWindow> {
  const window = await booted.window();
  await call(window, 'case.create', { name: 'One', location: null });
  return window;
}

/** A running import in a window. */
export async function withJob(booted: Booted): Promise<StandInWindow> {
  const window = await withCase(booted);
  const file = path.join(booted.folder, 'log.json');
  writeFileSync(file, '{"Records":[]}');
  booted.standIn.answers.open.push([file]);
  const [grant] = (await call(window, 'app.dialog.open', { what: 'logs' })) as { token: string }[];
  booted.control.holdJobs = true;
  await call(window, 'import.start', { grants: [grant?.token] });
  return window;
}
