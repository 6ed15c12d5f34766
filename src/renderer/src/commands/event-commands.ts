import type { Command } from './command.ts';

/**
 * The keyboard map of lists of events. The screen on display does them (`useCommandHandlers`); without one they are
 * unavailable and do not show.
 */
export const eventCommands: readonly Command[] = [
  { id: 'row.next', title: 'Next row', group: 'List', shortcuts: ['j'], isInPalette: false },
  { id: 'row.previous', title: 'Previous row', group: 'List', shortcuts: ['k'], isInPalette: false },
  { id: 'row.nextMarked', title: 'Next marked row', group: 'List', shortcuts: ['shift+j'], isInPalette: false },
  { id: 'row.previousMarked', title: 'Previous marked row', group: 'List', shortcuts: ['shift+k'], isInPalette: false },
  { id: 'row.open', title: 'Open detail', group: 'List', shortcuts: ['enter'], scope: 'list', isInPalette: false },
  { id: 'row.mark', title: 'Mark row', group: 'List', shortcuts: ['x'], isInPalette: false },
  { id: 'row.markTo', title: 'Mark rows to here', group: 'List', shortcuts: ['shift+x'], isInPalette: false },
  { id: 'row.markAll', title: 'Mark all matches', group: 'List', shortcuts: ['mod+a'], scope: 'list' },
  { id: 'event.bookmark', title: 'Bookmark', group: 'List', shortcuts: ['b'], keywords: ['star', 'flag'] },
  { id: 'event.tag', title: 'Tag', group: 'List', shortcuts: ['t'], keywords: ['label'] },
  { id: 'event.note', title: 'Write a note', sheetTitle: 'Note', group: 'List', shortcuts: ['n'] },
  { id: 'event.copyJson', title: 'Copy event as JSON', group: 'List', shortcuts: ['c'] },
  { id: 'event.copyRow', title: 'Copy row as text', group: 'List', shortcuts: ['shift+c'] },
  { id: 'detail.nextTab', title: 'Next tab of the detail pane', group: 'List', shortcuts: ['v'], isInPalette: false },
  {
    id: 'view.escape',
    title: 'Close detail, clear selection',
    group: 'List',
    shortcuts: ['escape'],
    isInPalette: false,
  },
  { id: 'query.focus', title: 'Go to the query bar', sheetTitle: 'Query bar', group: 'Search', shortcuts: ['/'] },
  { id: 'facets.focus', title: 'Find a facet or value', sheetTitle: 'Find a facet', group: 'Search', shortcuts: ['f'] },
  {
    id: 'value.include',
    title: 'Include value',
    group: 'Search',
    shortcuts: ['plus', '='],
    scope: 'facets',
    isInPalette: false,
  },
  {
    id: 'value.exclude',
    title: 'Exclude value',
    group: 'Search',
    shortcuts: ['-'],
    scope: 'facets',
    isInPalette: false,
  },
  { id: 'query.save', title: 'Save this search', group: 'Search', keywords: ['bookmark', 'saved search'] },
  { id: 'query.clear', title: 'Remove all filters', group: 'Search', keywords: ['reset'] },
  {
    id: 'events.export',
    title: 'Export these events',
    group: 'Search',
    keywords: ['csv', 'jsonl', 'timesketch', 'save'],
  },
  { id: 'time.earlier', title: 'Earlier by one screen', group: 'Time', shortcuts: ['['] },
  { id: 'time.later', title: 'Later by one screen', group: 'Time', shortcuts: [']'] },
  { id: 'time.zoomIn', title: 'Zoom in', group: 'Time', shortcuts: ['=', 'plus'], scope: 'chart' },
  { id: 'time.zoomOut', title: 'Zoom out', group: 'Time', shortcuts: ['-'], scope: 'chart' },
  { id: 'time.fit', title: 'Fit to all matches', group: 'Time', shortcuts: ['0'], scope: 'chart' },
  { id: 'time.zoomToSelection', title: 'Zoom to selection', group: 'Time', shortcuts: ['z'] },
  { id: 'time.zoomBack', title: 'Zoom back', group: 'Time', shortcuts: ['shift+z'] },
  {
    id: 'time.around',
    title: 'Show 5 min either side of this event',
    sheetTitle: '±5 min around this event',
    group: 'Time',
    shortcuts: ['w'],
  },
];
