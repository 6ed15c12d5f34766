import { useMemo, type RefObject } from 'react';
import { meanings, callMeaning } from '../../../../../shared/cloudtrail/glyph.ts';
import { summarise } from '../../../../../shared/cloudtrail/summary/summarise.ts';
import type { EventDetail } from '../../../../../shared/contract/search.ts';
import type { Query } from '../../../../../shared/query/ast.ts';
import { useCommand } from '../../../commands/run.ts';
import { useEngineQuery } from '../../../data/use-engine-query.ts';
import { useApp } from '../../../state/store.ts';
import { Button, IconButton } from '../../../ui/Button.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { formatCount } from '../../../ui/format/number.ts';
import { cellText, revealHidden } from '../../../ui/format/text.ts';
import type { TimeZone } from '../../../ui/format/time.ts';
import { Meaning } from '../../../ui/Glyph.tsx';
import { outcomeGlyph } from '../../../ui/glyph-kind.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Tabs, type TabEntry } from '../../../ui/Tabs.tsx';
import { outcomeWord, accountName, type AccountNames } from '../event-words.ts';
import { detailBlocks } from './detail-model.ts';
import { DetailBlocks } from './DetailBlocks.tsx';
import styles from './DetailPane.module.css';
import { MarksRow } from './MarksRow.tsx';
import { Pivots } from './Pivots.tsx';
import { RecordJson } from './RecordJson.tsx';
import { SessionEvents, sessionQuery } from './SessionEvents.tsx';
import { useRecord, type ShownRecord } from './use-record.ts';

export type DetailTab = 'summary' | 'json' | 'session' | 'detections';

interface DetailPaneProps {
  eventId: string;
  /** Line in the table and how many there are; null where the query does not match the event. */
  place: { line: number; lines: number } | null;
  tab: DetailTab;
  zone: TimeZone;
  accountNames: AccountNames;
  generation: number | null;
  isReadOnly: boolean;
  isNoteOpen: boolean;
  isWrapped: boolean;
  tagAnchor: RefObject<HTMLButtonElement | null>;
  onTab: (tab: DetailTab) => void;
  onWrap: (wrapped: boolean) => void;
  onClose: () => void;
  onNoteOpen: (open: boolean) => void;
  onNote: (text: string) => void;
  onBookmark: (on: boolean) => void;
  onTag: (present: readonly string[]) => void;
  onRemoveTag: (tag: string) => void;
  onCopy: () => void;
  onPivot: (query: Query, label: string) => void;
  onAround: (epochSeconds: number) => void;
  onShowEvent: (eventId: string) => void;
}

/** One event: the sentence first, then its facts, then the record. */
export function DetailPane(props: DetailPaneProps) {
  const marksRevision = useApp((state) => state.case.marksRevision);
  const detail = useEngineQuery(
    'event.detail',
    { eventId: props.eventId },
    { keepWhen: ['eventId'], slot: 'event detail', revision: marksRevision },
  );
  const shown = useRecord(detail.data);
  return (
    <aside
      className={styles.pane}
      aria-label="Event detail"
      aria-busy={detail.status === 'stale' || detail.status === 'loading'}
      data-region="detail"
      data-command-scope="detail"
    >
      {detail.status === 'error' ? (
        <ErrorPanel title="The event could not be read" error={detail.error} onRetry={detail.refetch} />
      ) : detail.data === null || shown === null ? (
        <Skeleton label="Loading the event" rows={12} columns={2} />
      ) : (
        <DetailView {...props} detail={detail.data} shown={shown} />
      )}
    </aside>
  );
}

function DetailView(props: DetailPaneProps & { detail: EventDetail; shown: ShownRecord }) {
  const { detail, shown, tab, zone, accountNames } = props;
  const { fields, row } = detail;
  const summary = useMemo(
    () => summarise(shown.record, fields, { accountName: (account) => accountName(account, accountNames) }),
    [shown.record, fields, accountNames],
  );
  const blocks = useMemo(
    () => detailBlocks(detail, shown.record, { zone, accountNames }),
    [detail, shown.record, zone, accountNames],
  );
  const { session } = fields;
  const inSession = useEngineQuery(
    'search.run',
    session === null
      ? null
      : {
          scope: { query: sessionQuery(session), range: null },
          generation: props.generation,
          facets: [],
          facetLimit: 1,
          histogram: false,
        },
    { slot: 'session count' },
  );
  const json = (
    <RecordJson
      shown={shown}
      recordLength={detail.recordLength}
      sha256={detail.sha256}
      isWrapped={props.isWrapped}
      onWrap={props.onWrap}
      onCopy={props.onCopy}
    />
  );
  const tabs: TabEntry[] = [
    {
      id: 'summary',
      title: 'Summary',
      content:
        tab === 'summary' ? (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
          <div className={styles.scroll} tabIndex={0} role="group" aria-label="Summary of the event">
            <DetailBlocks blocks={blocks} />
            <Pivots detail={detail} onPivot={props.onPivot} onAround={props.onAround} />
            {json}
          </div>
        ) : null,
    },
    { id: 'json', title: 'JSON', content: tab === 'json' ? <div className={styles.whole}>{json}</div> : null },
  ];
  if (session !== null) {
    tabs.push({
      id: 'session',
      title: 'Same session',
      ...(inSession.data === null ? {} : { note: formatCount(inSession.data.matches) }),
      content:
        tab === 'session' ? (
          <SessionEvents
            session={session}
            chosenId={row.id}
            generation={props.generation}
            zone={zone}
            onShowEvent={props.onShowEvent}
            onFilter={() => props.onPivot(sessionQuery(session), 'pivot to session')}
          />
        ) : null,
    });
  }
  if (row.marks.findings.length > 0) {
    tabs.push({
      id: 'detections',
      title: 'Detections',
      note: formatCount(row.marks.findings.length),
      content:
        tab === 'detections' ? (
          <ul className={styles.findings}>
            {row.marks.findings.map((finding) => (
              <li key={finding}>{cellText(finding)}</li>
            ))}
          </ul>
        ) : null,
    });
  }
  const chosen = tabs.some(({ id }) => id === tab) ? tab : 'summary';
  return (
    <>
      <DetailHead {...props} />
      <div className={styles.top}>
        <h2 className={styles.sentence}>{revealHidden(summary.sentence.slice(0, 1_000))}</h2>
        <p className={styles.context}>{revealHidden(summary.context.slice(0, 2_000))}</p>
        <MarksRow
          detail={detail}
          zone={zone}
          isReadOnly={props.isReadOnly}
          isNoteOpen={props.isNoteOpen}
          tagAnchor={props.tagAnchor}
          onBookmark={props.onBookmark}
          onTag={props.onTag}
          onRemoveTag={props.onRemoveTag}
          onNote={props.onNote}
          onNoteOpen={props.onNoteOpen}
        />
      </div>
      <Tabs
        label="Parts of the event"
        size="small"
        tabs={tabs}
        chosen={chosen}
        onChoose={(id) => props.onTab(id as DetailTab)}
      />
    </>
  );
}

function DetailHead(props: DetailPaneProps & { detail: EventDetail }) {
  const { detail, place } = props;
  const { fields } = detail;
  const kind = callMeaning(fields);
  const next = useCommand('row.next');
  const previous = useCommand('row.previous');
  return (
    <div className={styles.head}>
      <Meaning kind={kind}>{meanings[kind].label}</Meaning>
      <Meaning kind={outcomeGlyph(fields.outcome)}>{outcomeWord(fields.outcome)}</Meaning>
      <span className={styles.place}>
        {place === null ? 'not in these rows' : `${formatCount(place.line + 1)} of ${formatCount(place.lines)}`}
      </span>
      <span className={styles.spacer} />
      <Button
        size="small"
        variant="ghost"
        icon="edit"
        isDisabled={props.isReadOnly}
        onPress={() => props.onNoteOpen(!props.isNoteOpen)}
      >
        Note
      </Button>
      <IconButton icon="copy" label="Copy event" keys={['c']} onPress={props.onCopy} />
      <span className={styles.divider} />
      <IconButton icon="chevronUp" label="Previous event" keys={['k']} onPress={previous} />
      <IconButton icon="chevronDown" label="Next event" keys={['j']} onPress={next} />
      <IconButton icon="close" label="Close detail" keys={['esc']} onPress={props.onClose} />
    </div>
  );
}
