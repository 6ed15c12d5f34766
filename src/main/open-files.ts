import { app } from 'electron';
import { openRequests, pathsFromArguments, type OpenRequest } from './open-requests.ts';

export interface OpenRequestQueue {
  /** Passes on what was asked for so far, and from now on everything as it comes. */
  listen(listener: (requests: OpenRequest[]) => void): void;
}

/** Double clicks, files dropped on the icon, arguments of this and of later starts. */
export function collectOpenRequests(): OpenRequestQueue {
  const appPath = app.getAppPath();
  const argumentsFrom = (argv: readonly string[], folder: string) =>
    openRequests(pathsFromArguments(argv.slice(1), folder, appPath));
  let waiting = argumentsFrom(process.argv, process.cwd());
  let listener: ((requests: OpenRequest[]) => void) | null = null;
  const receive = (requests: OpenRequest[]) => {
    if (listener === null) waiting.push(...requests);
    else listener(requests);
  };
  app.on('open-file', (event, file) => {
    event.preventDefault();
    receive(openRequests([file]));
  });
  app.on('second-instance', (_event, argv, folder) => receive(argumentsFrom(argv, folder)));
  return {
    listen(next) {
      listener = next;
      const before = waiting;
      waiting = [];
      next(before);
    },
  };
}
