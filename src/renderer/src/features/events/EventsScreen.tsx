import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Query } from '../../../../shared/query/ast.ts';
import { commitQuery, notePlace, previewCondition, showNewest } from '../../state/actions.ts';
import { currentView } from '../../state/query-slice.ts';
import { appStore, useApp } from '../../state/store.ts';
import type { DataGridHandle } from '../../ui/data-grid-types.ts';
import { formatQuantity } from '../../ui/format/number.ts';
import type { Span } from '../../ui/time-range.ts';
import { ChosenEvent } from './ChosenEvent.tsx';
import type { DetailTab } from './detail/DetailPane.tsx';
import { EventsLayout } from './EventsLayout.tsx';
import { EventsResults } from './EventsResults.tsx';
import { ResultsBar } from './ResultsBar.tsx';
import { FacetPane } from './facets/FacetPane.tsx';
import { chartSpan } from './histogram/chart-model.ts';
import { HistogramPanel } from './histogram/HistogramPanel.tsx';
import { useTagging } from './marks/use-tagging.tsx';
import { useMarkActions } from './marks/use-mark-actions.ts';
import { changeLabel } from './query/clause-view.ts';
import { QueryBar } from './query/QueryBar.tsx';
import { ExportPopover } from './saved/ExportPopover.tsx';
import { SavedSearches } from './saved/SavedSearches.tsx';
import { markCount } from './table/row-marks.ts';
import { useTableColumns } from './table/use-table-columns.ts';
import { useTableRows } from './table/use-table-rows.ts';
import { useCaseLimits, useEventsScope, useEventsSearch } from './use-events-search.ts';
import { useEventsSettings } from './use-events-settings.ts';
import { useRowCommands } from './use-row-commands.ts';
import { useStable } from './use-stable.ts';
import { useScreenCommands } from './use-screen-commands.ts';
import { useTimeCommands } from './use-time-commands.ts';
import { useValueMenu } from './use-value-menu.tsx';
import { useWindowClass } from './use-window-class.ts';
import { ValueActionsContext } from './value-actions.ts';

const noNames = {};

const previewRange = (range: Span) => previewCondition({ ...appStore.getState().query.present, range });

/** The Events screen: filter, read and mark the events of the case. */
export function EventsScreen() {
  const summary = useApp((state) => state.case.summary);
  const zone = useApp((state) => state.preferences.timeZone);
  const rowPixels = useApp((state) => (state.preferences.density === 'compact' ? 26 : 32));
  const openPane = useApp((state) => currentView(state.query).openPane);
  const present = useApp((state) => state.query.present);
  const windowClass = useWindowClass();
  const settings = useEventsSettings();
  const { order, isGrouped } = settings;
  const setLog = useStable(settings.setLog);
  const [groups, setGroups] = useState<{ of: unknown; ids: readonly string[] }>({ of: null, ids: [] });
  const [brushed, setBrushed] = useState<{ of: unknown; span: Span } | null>(null);
  const [noteFor, setNoteFor] = useState<string | null>(null);
  const [isExporting, setExporting] = useState(false);
  const [isFacetsOpen, setFacetsOpen] = useState(false);
  const grid = useRef<DataGridHandle>(null);
  const findField = useRef<HTMLInputElement>(null);
  const detailTag = useRef<HTMLButtonElement>(null);
  const markedTag = useRef<HTMLButtonElement>(null);
  const exportButton = useRef<HTMLButtonElement>(null);
  const chosenTime = useRef<number | null>(null);

  // Nothing is under the pointer yet that could move.
  useEffect(() => showNewest(), []);
  const on = useEventsScope();
  const { scope, condition, isPreview, generation } = on;
  const accountNames = summary?.settings.accountNames ?? noNames;
  const isReadOnly = summary?.readOnly ?? true;
  // Opened groups and the brush are those of one condition.
  const openGroups = useMemo(() => (groups.of === condition ? groups.ids : []), [groups, condition]);
  const brush = brushed?.of === present.range ? brushed.span : null;
  const setBrush = useStable((span: Span | null) => setBrushed(span === null ? null : { of: present.range, span }));

  const linesInput = useMemo(
    () => ({ scope, generation, order, groupRepeats: isGrouped, openGroups: [...openGroups] }),
    [scope, generation, order, isGrouped, openGroups],
  );
  const table = useTableRows(linesInput, { condition: present, isPreview, rowPixels, grid });
  // After the rows, so that they are answered first.
  const search = useEventsSearch(on);
  const { reply } = search;
  const { chosenId, chosenLine, lines } = table;
  const chosenRow = chosenLine === null ? undefined : table.lineAt(chosenLine);
  useLayoutEffect(() => {
    chosenTime.current = chosenRow?.event.timeEpochSeconds ?? null;
  });

  const limits = useCaseLimits();
  const histogram = reply?.histogram ?? null;
  const time = useTimeCommands({
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
  const changeQuery = useStable((query: Query) => commitQuery(query, changeLabel(present.query, query)));
  const showEvent = useStable((eventId: string) => {
    table.chooseEvent(eventId);
    openDetail();
  });
  const zoomTo = useStable((range: Span, label: string) => {
    previewCondition(null);
    time.zoomTo(range, label);
  });
  const zoomFromChart = useStable((range: Span) => zoomTo(range, 'zoom'));
  const focusGrid = useStable(() => {
    if (grid.current !== null) grid.current.focus();
    // Without rows the keys are at least commands again.
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  const closeDetail = () => {
    setTab(null);
    focusGrid();
  };
  const tagging = useTagging(actions);
  const startTag = () => {
    const target = rows.target();
    if (isReadOnly || target === null) return;
    const count = markCount(rows.marks);
    if (count > 0) {
      tagging.start({ target, subject: formatQuantity(count, 'marked event'), present: [], anchor: markedTag });
      return;
    }
    openDetail();
    const present = chosenRow?.event.marks.tags ?? [];
    tagging.start({ target, subject: 'this event', present, anchor: detailTag });
  };
  const turnOrder = () => {
    settings.turnOrder();
    grid.current?.scrollTo(0);
  };
  const isNarrow = windowClass === 'narrow';
  const isDetailOpen = openPane !== null && chosenId !== null;

  useScreenCommands({
    onEscape: () => {
      if (isFacetsOpen) setFacetsOpen(false);
      else if (isDetailOpen) closeDetail();
      else if (markCount(rows.marks) > 0) rows.clearMarks();
      else if (brush !== null) setBrush(null);
      else table.clearChoice();
    },
    onFacets: () => (isNarrow ? setFacetsOpen(true) : findField.current?.focus()),
    onTag: startTag,
    onNote: () => {
      if (chosenId === null || isReadOnly) return;
      openDetail();
      setNoteFor(chosenId);
    },
    onExport: () => setExporting(true),
    onNextTab: (tab) => setTab(tab),
    onOrder: turnOrder,
    onGroup: () => settings.setGrouped(!isGrouped),
    tab: openPane,
    hasFindings: (chosenRow?.event.marks.findings.length ?? 0) > 0,
    hasSession: chosenRow?.event.session != null,
  });

  const values = useValueMenu({
    present,
    isReadOnly,
    onQuery: changeQuery,
    onShowEvent: showEvent,
    onTagAll: (all, title) => {
      const anchor = exportButton.current === null ? markedTag : exportButton;
      tagging.start({ target: { scope: all }, subject: `all events with ${title}`, present: [], anchor });
    },
  });
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
        isLog={settings.isLog}
        limits={limits}
        onLog={setLog}
        onBrush={setBrush}
        onZoom={zoomFromChart}
        onPreview={previewRange}
        onMarker={showEvent}
      />
      <ResultsBar
        lines={lines}
        rows={rows}
        columns={columns}
        settings={settings}
        isReadOnly={isReadOnly}
        tagAnchor={markedTag}
        exportAnchor={exportButton}
        onTag={startTag}
        onOrder={turnOrder}
        onExport={() => setExporting(true)}
      />
      <EventsResults
        table={table}
        scope={scope}
        limits={limits}
        shownEvents={reply?.total ?? null}
        isWaiting={table.isStale || search.run.status === 'loading'}
        definitions={columns.shown}
        zone={zone}
        zoneTitle={columns.zoneTitle}
        withYear={columns.withYear}
        dayTitle={columns.dayTitle}
        accountNames={accountNames}
        marks={rows.marks}
        openGroups={openGroups}
        isWide={windowClass === 'wide'}
        rowPixels={rowPixels}
        grid={grid}
        onPress={openDetail}
        onOpen={openDetail}
        onExpand={expand}
        onContextMenu={({ index, columnId, position }) => {
          table.choose(index);
          const target = columns.valueAt(table.lineAt(index)?.event, columnId);
          if (target !== null) values.actions.openMenu(target, position);
        }}
      />
    </>
  );

  const detail =
    isDetailOpen && chosenId !== null ? (
      <ChosenEvent
        eventId={chosenId}
        tab={openPane as DetailTab}
        table={table}
        settings={settings}
        zone={zone}
        accountNames={accountNames}
        generation={generation}
        isReadOnly={isReadOnly}
        actions={actions}
        noteFor={noteFor}
        tagAnchor={detailTag}
        onNoteFor={setNoteFor}
        onTagging={tagging.start}
        onCopy={() => void rows.copyRecord()}
        onZoom={zoomTo}
        onShowEvent={showEvent}
        onClose={closeDetail}
      />
    ) : null;

  return (
    <ValueActionsContext value={values.actions}>
      <EventsLayout
        windowClass={windowClass}
        queryBar={<QueryBar onDone={focusGrid} />}
        actions={<SavedSearches zone={zone} isReadOnly={isReadOnly} />}
        facets={facets}
        isFacetsOpen={isFacetsOpen}
        onFacetsOpen={setFacetsOpen}
        filterCount={columns.filterCount}
        centre={centre}
        detail={detail}
      />
      {values.menu}
      {tagging.editor}
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
