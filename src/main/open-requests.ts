import { statSync } from 'node:fs';
import path from 'node:path';

/** Files and folders the system asks Spoor to open. */
export interface OpenRequest {
  what: 'case' | 'logs';
  paths: string[];
}

/**
 * What the arguments of a start ask for: existing paths, relative to where the user stood. Switches (Chromium adds its
 * own) and the app's own path are not files to open.
 */
export function pathsFromArguments(args: readonly string[], workingFolder: string, appPath: string): string[] {
  return args
    .filter((argument) => !argument.startsWith('-'))
    .map((argument) => path.resolve(workingFolder, argument))
    .filter((file) => file !== path.resolve(appPath) && statSync(file, { throwIfNoEntry: false }) !== undefined);
}

/** A case each, and all log files together. */
export function openRequests(paths: readonly string[]): OpenRequest[] {
  const isCase = (file: string) => file.endsWith('.spoor') && !statSync(file, { throwIfNoEntry: false })?.isDirectory();
  const logs = paths.filter((file) => !isCase(file));
  return [
    ...paths.filter(isCase).map((file): OpenRequest => ({ what: 'case', paths: [file] })),
    ...(logs.length > 0 ? [{ what: 'logs' as const, paths: logs }] : []),
  ];
}
