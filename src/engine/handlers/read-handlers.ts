import type { EngineCallName } from '../../shared/contract/calls.ts';
import type { Progress } from '../../shared/contract/jobs.ts';
import type { EngineParts, Handler, HandlerContext, Handlers } from './handlers.ts';
import type { ReaderMethods } from './reader-methods.ts';

/** Calls that the reader answers as they come. */
export type ReadCall = Extract<EngineCallName, keyof ReaderMethods>;

const readCalls = [
  'search.run',
  'search.rows',
  'search.lineOf',
  'search.nextMarked',
  'search.facet',
  'search.complete',
  'search.valueCounts',
  'search.compare',
  'search.extent',
  'timeline.context',
  'event.detail',
  'event.recordText',
  'event.copies',
  'marks.list',
  'marks.tags',
  'saved.list',
  'audit.page',
  'sources.problems',
  'sources.problemBytes',
  'sources.removePreview',
] as const satisfies readonly ReadCall[];

/** A search that takes longer than this tells how far it is. */
const quietMilliseconds = 250;
const reportMilliseconds = 100;

export function readHandlers(parts: EngineParts): Handlers<(typeof readCalls)[number]> {
  const pass =
    <Name extends (typeof readCalls)[number]>(name: Name): Handler<Name> =>
    async (input, context) => {
      const reader = await parts.cases.of(context.client).reader();
      const onProgress = searchProgress(parts, context);
      // The method of this name has these very types; the table cannot say so for a name that is not fixed.
      return (await reader.call(name, input as never, { signal: context.signal, onProgress })) as never;
    };
  return Object.fromEntries(readCalls.map((name) => [name, pass(name)])) as unknown as Handlers<
    (typeof readCalls)[number]
  >;
}

/** Sends `search.progress` for a slow call that runs in a slot. */
function searchProgress(
  parts: EngineParts,
  { client, slot }: HandlerContext,
): ((progress: Progress) => void) | undefined {
  if (slot === null) return undefined;
  let lastMs = Date.now() + quietMilliseconds - reportMilliseconds;
  return ({ done, total, events }) => {
    const now = Date.now();
    if (now - lastMs < reportMilliseconds) return;
    lastMs = now;
    parts.emit([client], {
      name: 'search.progress',
      payload: { slot, done, total, unit: 'blocks', matches: events ?? 0 },
    });
  };
}
