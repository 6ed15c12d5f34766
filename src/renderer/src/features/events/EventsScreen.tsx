import { useCallback, useMemo, useRef, useState } from 'react';
import type { Scope } from '../../../../shared/contract/search.ts';
import type { MarkTarget } from '../../../../shared/contract/marks.ts';
import type { Query } from '../../../../shared/query/ast.ts';
import { commitCondition, commitQuery, notePlace, previewCondition } from '../../state/actions.ts';
import { currentView } from '../../state/query-slice.ts';
import { appStore, useApp } from '../../state/store.ts';
import type { DataGridHandle } from '../../ui/data-grid-types.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { formatQuantity } from '../../ui/format/number.ts';
import type { MenuPosition } from '../../ui/Menu.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { Span } from '../../ui/time-range.ts';
import { DetailPane, type DetailTab } from './detail/DetailPane.tsx';
import { EventsLayout } from './EventsLayout.tsx';
import { layoutKeys, orderSchema, switchSchema } from './events-settings.ts';
import { NewerEvents, NoMatches, SlowSearch } from './EventsStates.tsx';
import { FacetPane } from './facets/FacetPane.tsx';
import { chartSpan } from './histogram/chart-model.ts';
import { HistogramPanel } from './histogram/HistogramPanel.tsx';
import { TagEditor } from './marks/TagEditor.tsx';
import { useMarkActions } from './marks/use-mark-actions.ts';
import { changeLabel } from './query/clause-view.ts';
import { QueryBar } from './query/QueryBar.tsx';
import { ExportPopover } from './saved/ExportPopover.tsx';
import { SavedSearches } from './saved/SavedSearches.tsx';
import { ResultsTable } from './table/ResultsTable.tsx';
import { markCount } from './table/row-marks.ts';
import { TableBar } from './table/TableBar.tsx';
import { useTableColumns } from './table/use-table-columns.ts';
import { useTableRows } from './table/use-table-rows.ts';
import { useEventsSearch } from './use-events-search.ts';
import { useLayoutValue } from './use-layout-value.ts';
import { useRowCommands } from './use-row-commands.ts';
import { useScreenCommands } from './use-screen-commands.ts';
import { useTimeCommands } from './use-time-commands.ts';
import { useWindowClass } from './use-window-class.ts';
import { ValueActionsContext, type ValueTarget } from './value-actions.ts';
import { ValueMenu } from './ValueMenu.tsx';

const slots = ['events run', 'events rows'] as const;
const noNames = {};

/** What gets the tag that is being typed. */
interface Tagging {
  target: MarkTarget;
  subject: string;
  present: readonly string[];
  isMarked: boolean;
}

/** The Events screen: filter, read and mark the events of the case. */
export function EventsScreen() {
  const summary = useApp((state) => state.case.summary);
  const zone = useApp((state) => state.preferences.timeZone);
  const rowPixels = useApp((state) => (state.preferences.density === 'compact' ? 26 : 32));
  const openPane = useApp((state) => currentView(state.query).openPane);
  const present = useApp((state) => state.query.present);
  const windowClass = useWindowClass();
  const [order, setOrder] = useLayoutValue(layoutKeys.order, orderSchema, 'asc');
  const [isGrouped, setGrouped] = useLayoutValue(layoutKeys.groupRepeats, switchSchema, true);
  const [isLog, setLog] = useLayoutValue(layoutKeys.logScale, switchSchema, false);
  const [isWrapped, setWrapped] = useLayoutValue(layoutKeys.wrapJson, switchSchema, false);
  const [groups, setGroups] = useState<{ of: unknown; ids: readonly string[] }>({ of: null, ids: [] });
  const [brushed, setBrushed] = useState<{ of: unknown; span: Span } | null>(null);
  const [menu, setMenu] = useState<{ target: ValueTarget; position: MenuPosition } | null>(null);
  const [tagging, setTagging] = useState<Tagging | null>(null);
  const [noteFor, setNoteFor] = useState<string | null>(null);
  const [isExporting, setExporting] = useState(false);
  const [isFacetsOpen, setFacetsOpen] = useState(false);
  const grid = useRef<DataGridHandle>(null);
  const findField = useRef<HTMLInputElement>(null);
  const detailTag = useRef<HTMLButtonElement>(null);
  const markedTag = useRef<HTMLButtonElement>(null);
  const exportButton = useRef<HTMLButtonElement>(null);
  const chosenTime = useRef<number | null>(null);

  const search = useEventsSearch();
  const { scope, reply, condition, isPreview, generation } = search;
  const accountNames = summary?.settings.accountNames ?? noNames;
  const isReadOnly = summary?.readOnly ?? true;
  // Opened groups and the brush are those of one condition.
  const openGroups = useMemo(() => (groups.of === condition ? groups.ids : []), [groups, condition]);
  const brush = brushed?.of === present.range ? brushed.span : null;
  const setBrush = (span: Span | null) => setBrushed(span === null ? null : { of: present.range, span });

  const linesInput = useMemo(
    () => ({ scope, generation, order, groupRepeats: isGrouped, openGroups: [...openGroups] }),
    [scope, generation, order, isGrouped, openGroups],
  );
  const table = useTableRows(linesInput, { condition: present, isPreview, rowPixels, grid });
  const { chosenId, chosenLine, lines } = table;
  const chosenRow = chosenLine === null ? undefined : table.lineAt(chosenLine);
  chosenTime.current = chosenRow?.event.timeEpochSeconds ?? null;

  const limits: Span | null = useMemo(() => {
    const { firstEpochSeconds: first = null, lastEpochSeconds: last = null } = summary ?? {};
    return first === null || last === null ? null : { fromEpochSeconds: first, toEpochSeconds: last + 1 };
  }, [summary]);
  const histogram = reply?.histogram ?? null;
  const { zoomTo } = useTimeCommands({
    limits,
    shown: histogram === null ? null : chartSpan(histogram),
    brush,
    onBrush: setBrush,
    chosenEpochSeconds: chosenTime,
  });
  const columns = useTableColumns({
    reply,
    query: condition.query,
    zone,
    windowClass,
    isFresh: search.run.status === 'ready',
  });

  const setTab = useCallback((tab: DetailTab | null) => notePlace({ openPane: tab }), []);
  const openDetail = () => {
    if (openPane === null) setTab('summary');
  };
  const actions = useMarkActions();
  const rows = useRowCommands({
    table,
    scope,
    matches: reply?.matches ?? 0,
    grid,
    actions,
    isReadOnly,
    onOpenDetail: openDetail,
  });
  const changeQuery = (query: Query, label = changeLabel(present.query, query)) => commitQuery(query, label);
  const showEvent = (eventId: string) => {
    table.chooseEvent(eventId);
    openDetail();
  };
  const tagTarget = (): Tagging | null => {
    const target = rows.target();
    if (target === null) return null;
    const count = markCount(rows.marks);
    return count > 0
      ? { target, subject: formatQuantity(count, 'marked event'), present: [], isMarked: true }
      : { target, subject: 'this event', present: chosenRow?.event.marks.tags ?? [], isMarked: false };
  };
  const startTag = () => {
    if (isReadOnly) return;
    const next = tagTarget();
    if (next === null) return;
    if (!next.isMarked) openDetail();
    setTagging(next);
  };
  const setOpenNote = (open: boolean) => setNoteFor(open && !isReadOnly ? chosenId : null);
  const isNarrow = windowClass === 'narrow';
  const isDetailOpen = openPane !== null && chosenId !== null;

  useScreenCommands({
    onEscape: () => {
      if (isFacetsOpen) setFacetsOpen(false);
      else if (isDetailOpen) {
        setTab(null);
        grid.current?.focus();
      } else if (markCount(rows.marks) > 0) rows.clearMarks();
      else if (brush !== null) setBrush(null);
      else table.clearChoice();
    },
    onFacets: () => (isNarrow ? setFacetsOpen(true) : findField.current?.focus()),
    onTag: startTag,
    onNote: () => {
      if (chosenId === null) return;
      openDetail();
      setOpenNote(true);
    },
    onExport: () => setExporting(true),
    onNextTab: (tab) => setTab(tab),
    onOrder: () => {
      setOrder((now) => (now === 'asc' ? 'desc' : 'asc'));
      grid.current?.scrollTo(0);
    },
    onGroup: () => setGrouped((on) => !on),
    tab: openPane,
    hasFindings: (chosenRow?.event.marks.findings.length ?? 0) > 0,
    hasSession: chosenRow?.event.session != null,
  });

  const openMenu = useCallback((target: ValueTarget, position: MenuPosition) => setMenu({ target, position }), []);
  const valueActions = useMemo(() => ({ openMenu }), [openMenu]);
  const facets = (takesFocus: boolean) => (
    <FacetPane
      query={condition.query}
      scope={scope}
      reply={reply}
      isStale={search.run.status === 'stale'}
      accountNames={accountNames}
      onQuery={changeQuery}
      findField={findField}
      takesFocus={takesFocus}
    />
  );
  const expand = (line: number, open: boolean) => {
    const id = table.lineAt(line)?.event.id;
    if (id === undefined) return;
    const rest = openGroups.filter((each) => each !== id);
    setGroups({ of: condition, ids: open ? [...rest, id] : rest });
  };

  const centre = (
    <>
      <HistogramPanel
        scope={scope}
        query={condition.query}
        reply={reply}
        context={search.context.data}
        comparison={search.comparison.data}
        brush={brush}
        zone={zone}
        isLog={isLog}
        limits={limits}
        onLog={(on) => setLog(() => on)}
        onBrush={setBrush}
        onZoom={(range) => {
          previewCondition(null);
          zoomTo(range, 'zoom');
        }}
        onPreview={(range) => previewCondition({ ...appStore.getState().query.present, range })}
        onMarker={showEvent}
      />
      <TableBar
        order={order}
        isGrouped={isGrouped}
        rows={lines?.source.count ?? null}
        events={lines?.matches ?? null}
        folded={columns.folded}
        columns={columns.all}
        shownIds={columns.shownIds}
        markedCount={markCount(rows.marks)}
        isReadOnly={isReadOnly}
        tagAnchor={markedTag}
        exportAnchor={exportButton}
        onOrder={() => {
          setOrder((now) => (now === 'asc' ? 'desc' : 'asc'));
          grid.current?.scrollTo(0);
        }}
        onGroup={(on) => setGrouped(() => on)}
        onUnfold={columns.unfold}
        onColumn={columns.show}
        onResetColumns={columns.reset}
        onBookmarkMarked={() => void rows.bookmark()}
        onTagMarked={startTag}
        onCopyMarked={() => void rows.copyRows()}
        onClearMarks={rows.clearMarks}
        onExport={() => setExporting(true)}
      />
      <SlowSearch isWaiting={table.isStale || search.run.status === 'loading'} slots={slots} />
      <NewerEvents shownEvents={reply?.total ?? null} />
      {table.error !== null ? (
        <ErrorPanel title="The events could not be read" error={table.error} onRetry={table.refetch} />
      ) : lines === null ? (
        <Skeleton label="Loading events" rows={14} columns={6} />
      ) : lines.source.count === 0 ? (
        <NoMatches
          scope={scope}
          caseSeconds={limits === null ? null : limits.toEpochSeconds - limits.fromEpochSeconds}
        />
      ) : (
        <ResultsTable
          lines={lines}
          definitions={columns.shown}
          zone={zone}
          zoneTitle={columns.zoneTitle}
          dayTitle={columns.dayTitle}
          accountNames={accountNames}
          marks={rows.marks}
          openGroups={openGroups}
          isStale={table.isStale}
          isWide={windowClass === 'wide'}
          rowPixels={rowPixels}
          chosenLine={chosenLine}
          initialTopPixels={table.initialTopPixels}
          grid={grid}
          onChoose={table.choose}
          onPress={openDetail}
          onOpen={openDetail}
          onExpand={expand}
          onContextMenu={({ index, columnId, position }) => {
            table.choose(index);
            const target = columns.valueAt(table.lineAt(index)?.event, columnId);
            if (target !== null) openMenu(target, position);
          }}
          onScrolled={table.onScrolled}
        />
      )}
    </>
  );

  const detail =
    isDetailOpen && chosenId !== null ? (
      <DetailPane
        eventId={chosenId}
        place={chosenLine === null || lines === null ? null : { line: chosenLine, lines: lines.source.count }}
        tab={openPane as DetailTab}
        zone={zone}
        accountNames={accountNames}
        generation={generation}
        isReadOnly={isReadOnly}
        isNoteOpen={noteFor === chosenId}
        isWrapped={isWrapped}
        tagAnchor={detailTag}
        onTab={setTab}
        onWrap={(wrapped) => setWrapped(() => wrapped)}
        onClose={() => {
          setTab(null);
          grid.current?.focus();
        }}
        onNoteOpen={setOpenNote}
        onNote={(text) => {
          void actions.note(chosenId, text).then((done) => {
            if (done) setNoteFor(null);
          });
        }}
        onBookmark={(on) => void actions.bookmark({ ids: [chosenId] }, on)}
        onTag={(tags) =>
          setTagging({ target: { ids: [chosenId] }, subject: 'this event', present: tags, isMarked: false })
        }
        onRemoveTag={(tag) => void actions.tag({ ids: [chosenId] }, tag, false)}
        onCopy={() => void rows.copyRecord()}
        onPivot={(query, label) => commitCondition({ query, range: present.range }, label)}
        onAround={(time) => zoomTo({ fromEpochSeconds: time - 300, toEpochSeconds: time + 301 }, '±5 min')}
        onShowEvent={showEvent}
      />
    ) : null;

  return (
    <ValueActionsContext value={valueActions}>
      <EventsLayout
        windowClass={windowClass}
        queryBar={<QueryBar onDone={() => grid.current?.focus()} />}
        actions={<SavedSearches zone={zone} isReadOnly={isReadOnly} />}
        facets={facets}
        isFacetsOpen={isFacetsOpen}
        onFacetsOpen={setFacetsOpen}
        filterCount={columns.filterCount}
        centre={centre}
        detail={detail}
      />
      <ValueMenu
        target={menu?.target ?? null}
        position={menu?.position ?? null}
        onClose={() => setMenu(null)}
        query={present.query}
        range={present.range}
        isReadOnly={isReadOnly}
        onQuery={changeQuery}
        onShowEvent={showEvent}
        onTagAll={(all: Scope, title) =>
          setTagging({ target: { scope: all }, subject: `all events with ${title}`, present: [], isMarked: true })
        }
      />
      <TagEditor
        isOpen={tagging !== null}
        anchor={tagging?.isMarked === true ? (markCount(rows.marks) > 0 ? markedTag : exportButton) : detailTag}
        subject={tagging?.subject ?? ''}
        present={tagging?.present ?? []}
        onToggle={(tag, on) => {
          if (tagging !== null) void actions.tag(tagging.target, tag, on);
        }}
        onClose={() => setTagging(null)}
      />
      <ExportPopover
        isOpen={isExporting}
        onOpenChange={setExporting}
        anchor={exportButton}
        scope={{ query: present.query, range: present.range }}
        order={order}
        matches={reply?.matches ?? 0}
        caseName={summary?.name ?? 'case'}
      />
    </ValueActionsContext>
  );
}
