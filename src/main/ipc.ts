import { ipcMain } from 'electron';
import * as z from 'zod';
import { AppError, toErrorData } from '../shared/contract/errors.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { EventFanOut } from './event-fan-out.ts';
import type { Log } from './log.ts';
import { grantExisting, type PathGrants } from './path-grants.ts';
import type { Windows } from './windows.ts';

/** Only the preload builds this message, from `File` objects of a real drop. */
const dropSchema = z.strictObject({ kind: z.literal('drop'), paths: z.array(z.string().min(1)).max(10_000) });

export interface IpcOptions {
  windows: Windows;
  dispatcher: Dispatcher;
  fanOut: EventFanOut;
  grants: PathGrants;
  log: Log;
}

/** The one inbound channel. Whoever is not the main frame of a window of ours gets a refusal and no work done. */
export function setUpIpc({ windows, dispatcher, fanOut, grants, log }: IpcOptions): void {
  ipcMain.handle('call', async (event, message: unknown) => {
    const client = windows.sender(event);
    if (client === null) {
      log.write('warning', 'message from an unknown sender refused');
      return { ok: false, error: toErrorData(new AppError('invalid-input', 'This page may not call Spoor.')) };
    }
    fanOut.ready(client);
    const drop = dropSchema.safeParse(message);
    if (drop.success) return { ok: true, value: grantExisting(grants, client, drop.data.paths) };
    return await dispatcher.handle(client, message);
  });
}
