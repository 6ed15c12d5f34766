import type { RefObject } from 'react';
import { commitCondition, notePlace } from '../../state/actions.ts';
import { appStore } from '../../state/store.ts';
import type { Span } from '../../ui/time-range.ts';
import { DetailPane, type DetailTab } from './detail/DetailPane.tsx';
import type { AccountNames } from './event-words.ts';
import type { MarkActions } from './marks/use-mark-actions.ts';
import type { Tagging } from './marks/use-tagging.tsx';
import type { TableRows } from './table/use-table-rows.ts';
import type { useEventsSettings } from './use-events-settings.ts';
import { aroundSpan } from './use-time-commands.ts';

interface ChosenEventProps {
  eventId: string;
  tab: DetailTab;
  table: TableRows;
  settings: ReturnType<typeof useEventsSettings>;
  zone: 'utc' | 'local';
  accountNames: AccountNames;
  generation: number | null;
  isReadOnly: boolean;
  actions: MarkActions;
  /** Event whose note is being written. */
  noteFor: string | null;
  tagAnchor: RefObject<HTMLButtonElement | null>;
  onNoteFor: (eventId: string | null) => void;
  onTagging: (tagging: Tagging) => void;
  onCopy: () => void;
  onZoom: (range: Span, label: string) => void;
  onShowEvent: (eventId: string) => void;
  onClose: () => void;
}

/** The detail pane of the chosen event, and what its parts do. */
export function ChosenEvent(props: ChosenEventProps) {
  const { eventId, table, settings, actions, isReadOnly, noteFor, tagAnchor, onNoteFor, onTagging } = props;
  const { chosenLine, lines } = table;
  const target = { ids: [eventId] };
  return (
    <DetailPane
      eventId={eventId}
      place={chosenLine === null || lines === null ? null : { line: chosenLine, lines: lines.source.count }}
      tab={props.tab}
      zone={props.zone}
      accountNames={props.accountNames}
      generation={props.generation}
      isReadOnly={isReadOnly}
      isNoteOpen={noteFor === eventId}
      isWrapped={settings.isWrapped}
      tagAnchor={tagAnchor}
      onTab={(tab) => notePlace({ openPane: tab })}
      onWrap={settings.setWrapped}
      onClose={props.onClose}
      onNoteOpen={(open) => onNoteFor(open && !isReadOnly ? eventId : null)}
      onNote={(text) => {
        void actions.note(eventId, text).then((isStored) => {
          if (isStored) onNoteFor(null);
        });
      }}
      onBookmark={(on) => void actions.bookmark(target, on)}
      onTag={(present) => onTagging({ target, subject: 'this event', present, anchor: tagAnchor })}
      onRemoveTag={(tag) => void actions.tag(target, tag, false)}
      onCopy={props.onCopy}
      onPivot={(query, label) => commitCondition({ query, range: appStore.getState().query.present.range }, label)}
      onAround={(time) => props.onZoom(aroundSpan(time), '±5 min')}
      onShowEvent={props.onShowEvent}
    />
  );
}
