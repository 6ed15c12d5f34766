import { AppError } from '../../shared/contract/errors.ts';
import type { MarkChange, MarkTarget } from '../../shared/contract/marks.ts';
import type { AppliedChange } from '../analyst/marks.ts';
import type { CaseSession } from './case-session.ts';
import type { EngineParts, HandlerContext, Handlers } from './handlers.ts';

type MarkCall = 'marks.bookmark' | 'marks.tag' | 'marks.note' | 'marks.undo' | 'saved.save' | 'saved.delete';

/** Ids that travel with `marks.changed`; more are "many". */
const announcedIds = 1_000;

export function markHandlers(parts: EngineParts): Handlers<MarkCall> {
  /** Makes the reader see a change before anybody hears of it. */
  async function told(session: CaseSession, change: AppliedChange): Promise<MarkChange> {
    if (change.changed > 0) {
      const reader = await session.reader();
      await reader.call('forgetMarks', null as never);
      const eventIds = change.eventIds.length > announcedIds ? null : change.eventIds;
      parts.emit(session.clients(), { name: 'marks.changed', payload: { eventIds } });
    }
    return { changed: change.changed, undoToken: change.undoToken };
  }

  async function idsOf(session: CaseSession, target: MarkTarget, context: HandlerContext): Promise<string[]> {
    const reader = await session.reader();
    if ('ids' in target) return await reader.call('knownIds', { ids: target.ids });
    const { ids, matches } = await reader.call('idsOfScope', { scope: target.scope }, { signal: context.signal });
    if (ids !== null) return ids;
    throw new AppError('invalid-input', `${matches.toLocaleString('en-US')} events are too many to mark at once.`, {
      hint: 'Narrow the view to a million events or fewer.',
    });
  }

  async function mark(
    kind: 'bookmark' | 'tag',
    name: string,
    input: { target: MarkTarget; on: boolean },
    context: HandlerContext,
  ): Promise<MarkChange> {
    const session = parts.cases.of(context.client);
    const writer = await session.writerFor(context.client);
    const ids = await idsOf(session, input.target, context);
    return await told(session, await writer.call('setMarks', { kind, name, ids, on: input.on }));
  }

  return {
    'marks.bookmark': (input, context) => mark('bookmark', '', input, context),
    'marks.tag': (input, context) => mark('tag', input.tag, input, context),
    async 'marks.note'(input, { client }) {
      const session = parts.cases.of(client);
      const writer = await session.writerFor(client);
      const reader = await session.reader();
      const [known] = await reader.call('knownIds', { ids: [input.eventId] });
      if (known === undefined) throw new AppError('not-found', `There is no event ${input.eventId} in this case.`);
      return await told(session, await writer.call('setNote', input));
    },
    async 'marks.undo'(input, { client }) {
      const session = parts.cases.of(client);
      const writer = await session.writerFor(client);
      return await told(session, await writer.call('undoChange', { token: input.undoToken }));
    },
    async 'saved.save'(input, { client }) {
      const writer = await parts.cases.of(client).writerFor(client);
      return await writer.call('saveSearch', input);
    },
    async 'saved.delete'(input, { client }) {
      const writer = await parts.cases.of(client).writerFor(client);
      return await writer.call('deleteSearch', input);
    },
  };
}
