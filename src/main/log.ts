import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const rotateBytes = 5_000_000;

/** The host's log: what happened to windows, engine and calls. It never holds content of evidence. */
export interface Log {
  write(level: 'info' | 'warning' | 'error', what: string, detail?: Record<string, unknown>): void;
}

/** JSON lines in `logs/<name>.log` of the data folder; one older file is kept. */
export function createLog(dataFolder: string, name: string): Log {
  const file = path.join(dataFolder, 'logs', `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  return {
    write(level, what, detail = {}) {
      const line = JSON.stringify({ time: new Date().toISOString(), level, what, ...detail });
      try {
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > rotateBytes) renameSync(file, `${file}.1`);
        appendFileSync(file, `${line}\n`, { mode: 0o600 });
      } catch {
        // A full disk must not take the app down because of its log.
      }
    },
  };
}
