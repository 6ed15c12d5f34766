import type { Command } from '../../commands/command.ts';

/** Commands of this screen that the common keyboard map of lists does not have. */
export const eventsScreenCommands: readonly Command[] = [
  { id: 'chart.table', title: 'View chart as table', group: 'Time', keywords: ['histogram', 'numbers'] },
  { id: 'chart.log', title: 'Switch the chart between linear and log scale', group: 'Time', keywords: ['histogram'] },
  { id: 'events.groupRepeats', title: 'Group repeats, or show every event', group: 'List', keywords: ['fold'] },
  { id: 'events.order', title: 'Switch between oldest and newest first', group: 'List', keywords: ['sort'] },
  { id: 'events.copyQuery', title: 'Copy the query', group: 'Search', keywords: ['filter', 'text'] },
];
