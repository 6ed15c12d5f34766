import type { RemovalPreview, SourceRow } from '../../../../shared/contract/case.ts';
import type { Bridge } from '../../bridge.ts';
import { ask } from '../../state/notices.ts';
import { formatCount, formatQuantity } from '../../ui/format/number.ts';

/** The question before a source goes, in words that name the loss. */
export function removalQuestion(name: string, preview: RemovalPreview): { body: string; confirmLabel: string } {
  const { eventsLost, eventsKept, marksLost } = preview;
  const lost =
    eventsLost === 0
      ? 'No event is only in this source, so no event leaves the case.'
      : `${formatQuantity(eventsLost, 'event is', 'events are')} only in this source and ${eventsLost === 1 ? 'leaves' : 'leave'} the case.`;
  const kept =
    eventsKept === 0
      ? []
      : [`${formatQuantity(eventsKept, 'event')} also found in other sources ${eventsKept === 1 ? 'stays' : 'stay'}.`];
  const marks =
    marksLost === 0
      ? []
      : [
          `${formatQuantity(marksLost, 'bookmark, tag or note', 'bookmarks, tags and notes')} on them ${marksLost === 1 ? 'goes' : 'go'} too.`,
        ];
  return {
    body: [lost, ...kept, ...marks, `The removal is recorded in the audit log. ${name} itself is not touched.`].join(
      ' ',
    ),
    confirmLabel:
      eventsLost === 0 ? 'Remove source' : `Remove ${formatCount(eventsLost)} ${eventsLost === 1 ? 'event' : 'events'}`,
  };
}

/** Asks, then starts the removal. Resolves with false when the user keeps the source. */
export async function removeSource(bridge: Bridge, row: Pick<SourceRow, 'id' | 'displayName'>): Promise<boolean> {
  const preview = await bridge.call('sources.removePreview', { sourceIds: [row.id] });
  const agreed = await ask({
    title: 'Remove this source from the case?',
    ...removalQuestion(row.displayName, preview),
    cancelLabel: 'Keep source',
    isDanger: true,
  });
  if (agreed) await bridge.call('sources.remove', { sourceIds: [row.id] });
  return agreed;
}
