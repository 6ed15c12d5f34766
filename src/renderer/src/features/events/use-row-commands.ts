import { useRef, useState, type RefObject } from 'react';
import type { ResultLine, Scope } from '../../../../shared/contract/search.ts';
import { maskTokensInText } from '../../../../shared/cloudtrail/identifiers.ts';
import type { Bridge } from '../../bridge.ts';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { ask, showToast } from '../../state/notices.ts';
import { copyText } from '../../ui/clipboard.ts';
import type { DataGridHandle } from '../../ui/data-grid-types.ts';
import { formatCount, formatQuantity } from '../../ui/format/number.ts';
import { announce } from '../../ui/announce.ts';
import { rowText } from './event-words.ts';
import type { MarkActions } from './marks/use-mark-actions.ts';
import {
  addIds,
  idsOfLines,
  markCount,
  markTarget,
  mostMarkedIds,
  noMarks,
  toggleIds,
  type RowMarks,
} from './table/row-marks.ts';
import type { TableRows } from './table/use-table-rows.ts';
import { useStableHandlers } from './use-stable-handlers.ts';

interface Options {
  table: TableRows;
  scope: Scope;
  matches: number;
  grid: RefObject<DataGridHandle | null>;
  actions: MarkActions;
  isReadOnly: boolean;
  onOpenDetail: () => void;
}

const copiedFields = ['event', 'principal', 'account', 'region', 'ip', 'resource', 'outcome', 'error', 'id'] as const;
/** Copying more rows asks for a file instead. */
const mostCopied = 1_000;

async function wholeRecord(bridge: Bridge, eventId: string): Promise<string> {
  const detail = await bridge.call('event.detail', { eventId });
  let text = detail.recordText;
  while (text.length < detail.recordLength) {
    const more = await bridge.call('event.recordText', { eventId, offset: text.length, length: 250_000 });
    if (more.text === '') break;
    text += more.text;
  }
  return text;
}

/** Walking, marking and copying rows. */
export function useRowCommands({ table, scope, matches, grid, actions, isReadOnly, onOpenDetail }: Options) {
  const bridge = useBridge();
  const [marks, setMarks] = useState<RowMarks>(noMarks);
  const anchor = useRef<number | null>(null);
  const chosen = (): ResultLine | undefined => (table.chosenLine === null ? undefined : table.lineAt(table.chosenLine));

  /** Marked events, or else the chosen one. */
  const target = () => markTarget(marks) ?? (table.chosenId === null ? null : { ids: [table.chosenId] });
  const idsOf = (from: number, to: number): Promise<string[]> =>
    table.lines === null ? Promise.resolve([]) : idsOfLines(bridge, table.lines.input, from, to);
  const say = async (text: string, what: string) => {
    if (await copyText(text)) showToast({ text: `Copied ${what}`, icon: 'copy' });
    else reportFailure('Nothing was copied', new Error('The system refused access to the clipboard.'));
  };

  const copyRecord = async () => {
    if (table.chosenId === null) return;
    const raw = await wholeRecord(bridge, table.chosenId);
    const shown = maskTokensInText(raw);
    await say(shown, shown === raw ? 'the record' : 'the record, credentials masked');
  };
  const copyRows = async () => {
    if (markCount(marks) > mostCopied) {
      showToast({ text: `${formatCount(markCount(marks))} rows are too many to copy. Export them to a file.` });
      return;
    }
    if (marks.kind === 'all' && table.lines !== null) {
      const input = { ...table.lines.input, groupRepeats: false, openGroups: [] };
      const rows: ResultLine[] = [];
      for (let from = 0; from < marks.count; from += 500) {
        const reply = await bridge.call('search.rows', { ...input, scope: marks.scope, from, count: 500 });
        rows.push(...reply.lines);
        if (reply.lines.length === 0) break;
      }
      await say(rows.map(({ event }) => rowText(event, copiedFields)).join('\n'), formatQuantity(rows.length, 'row'));
    } else if (marks.kind === 'some' && marks.ids.size > 0) {
      const details = [];
      for (const eventId of marks.ids) details.push((await bridge.call('event.detail', { eventId })).row);
      details.sort((a, b) => a.timeEpochSeconds - b.timeEpochSeconds);
      const text = details.map((row) => rowText(row, copiedFields)).join('\n');
      await say(text, formatQuantity(details.length, 'row'));
    } else {
      const line = chosen();
      if (line !== undefined) await say(rowText(line.event, copiedFields), 'the row');
    }
  };
  const nextMarked = (direction: 'next' | 'previous') => async () => {
    if (table.lines === null) return;
    const fromLine = table.chosenLine ?? (direction === 'next' ? -1 : table.lines.source.count);
    const found = await bridge.call('search.nextMarked', { ...table.lines.input, fromLine, direction });
    if (found === null) {
      announce(`No ${direction} marked event`);
      return;
    }
    grid.current?.reveal(found.line);
    table.chooseEvent(found.id);
    table.choose(found.line);
  };
  const bookmark = async () => {
    const to = target();
    if (to === null || isReadOnly) return;
    const isOn = markCount(marks) > 0 || chosen()?.event.marks.bookmarked !== true;
    await actions.bookmark(to, isOn);
  };

  useStableHandlers({
    'row.next': () => grid.current?.moveBy(1),
    'row.previous': () => grid.current?.moveBy(-1),
    'row.nextMarked': nextMarked('next'),
    'row.previousMarked': nextMarked('previous'),
    'row.open': onOpenDetail,
    'row.mark': async () => {
      if (table.chosenLine === null) return;
      anchor.current = table.chosenLine;
      const ids = await idsOf(table.chosenLine, table.chosenLine);
      setMarks((before) => toggleIds(before, ids));
    },
    'row.markTo': async () => {
      if (table.chosenLine === null) return;
      const start = anchor.current ?? table.chosenLine;
      const ids = await idsOf(Math.min(start, table.chosenLine), Math.max(start, table.chosenLine));
      if (ids.length >= mostMarkedIds) {
        showToast({ text: `The first ${formatCount(mostMarkedIds)} are marked; more can be marked all together.` });
      }
      setMarks((before) => addIds(before, ids));
    },
    'row.markAll': async () => {
      if (matches === 0) return;
      const isSure = await ask({
        title: `Mark all ${formatQuantity(matches, 'event')}?`,
        body: 'Bookmarks and tags then go to all events that match, also those out of view. Nothing is changed yet.',
        confirmLabel: `Mark ${formatQuantity(matches, 'event')}`,
        cancelLabel: 'Cancel',
        isDanger: false,
      });
      if (isSure) setMarks({ kind: 'all', scope, count: matches });
    },
    'event.bookmark': bookmark,
    'event.copyJson': copyRecord,
    'event.copyRow': copyRows,
  });

  return { marks, clearMarks: () => setMarks(noMarks), target, bookmark, copyRecord, copyRows };
}
