import type { LinkCall } from './worker-link.ts';
import { WorkerLink } from './worker-link.ts';
import type { EngineParts } from './handlers.ts';
import type { TaskMethods } from './task-methods.ts';

const taskLimits = { maxOldGenerationSizeMb: 2_048 };

/** A worker that lives for one piece of work, apart from reader and writer of any case. */
export class TaskLink {
  readonly #link: WorkerLink<TaskMethods>;

  constructor(parts: Pick<EngineParts, 'onWorker'>) {
    this.#link = new WorkerLink<TaskMethods>({
      entry: 'task',
      resourceLimits: taskLimits,
      onEvent: () => undefined,
      // Whoever waits for the call is told by its rejection.
      onCrash: () => undefined,
      onWorker: parts.onWorker,
    });
  }

  call<Name extends keyof TaskMethods & string>(
    name: Name,
    input: Parameters<TaskMethods[Name]>[0],
    options: LinkCall = {},
  ): Promise<Awaited<ReturnType<TaskMethods[Name]>>> {
    return this.#link.call(name, input, options);
  }

  close(): Promise<void> {
    return this.#link.close();
  }
}

/** Runs one method in a worker of its own. */
export async function runTask<Name extends keyof TaskMethods & string>(
  parts: Pick<EngineParts, 'onWorker'>,
  name: Name,
  input: Parameters<TaskMethods[Name]>[0],
  options: LinkCall = {},
): Promise<Awaited<ReturnType<TaskMethods[Name]>>> {
  const task = new TaskLink(parts);
  try {
    return await task.call(name, input, options);
  } finally {
    await task.close();
  }
}
