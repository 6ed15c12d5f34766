import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commitCondition,
  currentView,
  initialQuerySlice,
  notePlace,
  openScreen,
  recordEdit,
  redoStep,
  travel,
  undoStep,
  type Condition,
  type QuerySlice,
} from '../../../src/renderer/src/state/query-slice.ts';
import { decodeView, encodeView } from '../../../src/renderer/src/state/view-codec.ts';

const word = (text: string): Condition => ({ query: { kind: 'text', term: { kind: 'word', text } }, range: null });
const start = initialQuerySlice('events');
const undo = (slice: QuerySlice) => undoStep(slice)?.slice ?? slice;
const redo = (slice: QuerySlice) => redoStep(slice)?.slice ?? slice;
const back = (slice: QuerySlice) => travel(slice, -1) ?? slice;
const forward = (slice: QuerySlice) => travel(slice, 1) ?? slice;

describe('undo and redo', () => {
  test('take a condition back and give it again', () => {
    const asked = commitCondition(start, word('a'), 'search for a');
    expect(asked.present).toEqual(word('a'));
    expect(undo(asked).present).toEqual(start.present);
    expect(redo(undo(asked)).present).toEqual(word('a'));
  });

  test('the same condition again is no step', () => {
    const asked = commitCondition(start, word('a'), 'a');
    expect(commitCondition(asked, word('a'), 'again')).toBe(asked);
  });

  test('a new step forgets what was undone', () => {
    const asked = undo(commitCondition(start, word('a'), 'a'));
    expect(commitCondition(asked, word('b'), 'b').future).toEqual([]);
  });

  test('edits share the stack and leave the condition alone', () => {
    const edit = { kind: 'edit', label: 'tag', undo: () => Promise.resolve(), redo: () => Promise.resolve() } as const;
    const slice = recordEdit(commitCondition(start, word('a'), 'a'), edit);
    const done = undoStep(slice);
    expect(done?.step).toBe(edit);
    expect(done?.slice.present).toEqual(word('a'));
    expect(undoStep(done?.slice ?? slice)?.step.label).toBe('a');
  });

  test('undoing everything comes back to the start, redoing everything to the end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 20 }), (words) => {
        const end = words.reduce((slice, text) => commitCondition(slice, word(text), text), start);
        let slice = end;
        for (let step = 0; step < words.length; step += 1) slice = undo(slice);
        expect(slice.present).toEqual(start.present);
        for (let step = 0; step < words.length; step += 1) slice = redo(slice);
        expect(slice.present).toEqual(end.present);
      }),
    );
  });
});

describe('view history', () => {
  test('back restores query, chosen row, scroll and pane; choosing a row makes no entry', () => {
    const asked = commitCondition(start, word('a'), 'a');
    const placed = notePlace(asked, { chosenEventId: 'e1', scrollTopPixels: 1_234.5, openPane: 'json' });
    expect(placed.history.entries).toHaveLength(2);
    const elsewhere = openScreen(commitCondition(placed, word('b'), 'b'), 'evidence');
    expect(currentView(elsewhere).screen).toBe('evidence');
    const again = back(back(elsewhere));
    expect(currentView(again)).toMatchObject({
      ...word('a'),
      screen: 'events',
      chosenEventId: 'e1',
      scrollTopPixels: 1_234.5,
      openPane: 'json',
    });
    expect(again.present).toEqual(word('a'));
    expect(currentView(forward(forward(again))).screen).toBe('evidence');
  });

  test('ends hold', () => {
    expect(travel(start, -1)).toBeNull();
    expect(travel(start, 1)).toBeNull();
  });

  test('the screen on display is no new entry', () => {
    expect(openScreen(start, 'events')).toBe(start);
  });

  test('back and forward end a preview and leave the undo stack alone', () => {
    const asked = { ...commitCondition(start, word('a'), 'a'), preview: word('b') };
    expect(back(asked).preview).toBeNull();
    expect(back(asked).past).toBe(asked.past);
  });
});

describe('a view as text', () => {
  test('comes back whole', () => {
    const view = {
      ...currentView(commitCondition(start, word('acme-payroll'), 'a')),
      range: { fromEpochSeconds: 1, toEpochSeconds: null },
      chosenEventId: 'e1',
      scrollTopPixels: 12.5,
      openPane: 'detail',
    };
    expect(decodeView(encodeView(view))).toEqual(view);
  });

  test.each(['', '{', '{"version":2}', '[]', 'null'])('text of another make is refused: %s', (text) => {
    expect(decodeView(text)).toBeNull();
  });

  test('a query that does not parse is refused, not turned into everything', () => {
    const text = JSON.stringify({ ...JSON.parse(encodeView(currentView(start))), query: 'event:(' });
    expect(decodeView(text)).toBeNull();
  });
});
