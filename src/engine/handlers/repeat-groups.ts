import { addRow, forEachRow, wordsFor } from '../kernel/row-set.ts';
import { Selection } from '../search/selection.ts';
import type { SearchIndex } from '../search/types.ts';

/** Longest pause inside a group. */
export const repeatSeconds = 10;

/**
 * Which matches begin a group, as a set over their ranks (oldest first): a match joins the group before it when it
 * follows within ten seconds, by the same principal, with the same call and outcome. Measured from neighbour to
 * neighbour, so that groups are the same in both orders and a long burst is one group.
 */
export function groupStarts(index: SearchIndex, selection: Selection): Selection {
  const times = index.timesEpochSeconds;
  const principals = index.column('principal');
  const events = index.column('event');
  const outcomes = index.column('outcome');
  const starts = new Uint32Array(wordsFor(selection.matches));
  const { from, to } = selection.extent();
  let rank = 0;
  let before = -1;
  forEachRow(selection.rows, from, to, (row) => {
    const joins =
      before >= 0 &&
      times[row]! - times[before]! <= repeatSeconds &&
      events[row] === events[before] &&
      principals[row] === principals[before] &&
      outcomes[row] === outcomes[before];
    if (!joins) addRow(starts, rank);
    rank++;
    before = row;
  });
  return new Selection(starts, selection.matches);
}
