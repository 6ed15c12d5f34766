import { useState } from 'react';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DataGrid } from '../../src/renderer/src/ui/DataGrid.tsx';
import type { Column, DataGridHandle, DataGridProps } from '../../src/renderer/src/ui/data-grid-types.ts';
import { arraySource, type DataSource } from '../../src/renderer/src/ui/data-source.ts';
import { render } from './support/render.tsx';

interface Line {
  name: string;
  place: string;
}
const columns: readonly Column<Line>[] = [
  { id: 'name', title: 'Event', width: '200px', cell: (line) => line.name },
  { id: 'place', title: 'Region', width: 'minmax(0, 1fr)', cell: (line) => line.place },
];
const lines = (count: number): Line[] =>
  Array.from({ length: count }, (_, at) => ({ name: `Event ${at}`, place: 'x' }));

/** Rows made when asked for: any number without memory. */
function endless(count: number, isLoaded: (index: number) => boolean = () => true): DataSource<Line> {
  return {
    count,
    rowAt: (index) => (isLoaded(index) ? { name: `Event ${index}`, place: `Region ${index % 17}` } : undefined),
    want: () => undefined,
    subscribe: () => () => undefined,
    version: () => 0,
  };
}

type Given = Partial<DataGridProps<Line>> & { source: DataSource<Line>; start?: number | null };

function Table({ start = null, ...props }: Given) {
  const [chosen, setChosen] = useState<number | null>(start);
  return (
    <div style={{ height: 546, display: 'flex' }}>
      <DataGrid
        label="Events"
        columns={columns}
        rowHeightPixels={26}
        chosenIndex={chosen}
        onChoose={setChosen}
        {...props}
      />
    </div>
  );
}

const grid = () => page.getByRole('grid', { name: 'Events' });
const row = (name: string) => page.getByRole('row', { name });
const chosen = () => document.querySelector('[data-chosen]')?.getAttribute('data-row');
const drawn = () => [...document.querySelectorAll('[data-row]')];

/** Rows that lie in the visible part, by their place on screen. */
function visibleRows(): number[] {
  const box = document.querySelector('[role=grid]')!.getBoundingClientRect();
  return drawn()
    .filter((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > box.top + 26 && top < box.bottom;
    })
    .map((element) => Number(element.getAttribute('data-row')))
    .sort((a, b) => a - b);
}

const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

describe('a table', () => {
  test('says how long it is and draws what is near the view', async () => {
    render(<Table source={arraySource(lines(5_000))} />);
    await expect.element(row('Event 0 x')).toBeVisible();
    await expect.element(grid()).toHaveAttribute('aria-rowcount', '5001');
    await expect.element(row('Event 0 x')).toHaveAttribute('aria-rowindex', '2');
    expect(drawn().length).toBeLessThan(110);
    expect(document.querySelectorAll('[role=row][tabindex="0"]')).toHaveLength(1);
  });

  test('keys move the chosen row, its focus and the view', async () => {
    render(<Table source={arraySource(lines(5_000))} />);
    await userEvent.click(row('Event 3 x'));
    expect(chosen()).toBe('3');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
    await expect.element(row('Event 4 x')).toHaveFocus();
    await userEvent.keyboard('{PageDown}');
    await expect.element(row('Event 23 x')).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect.element(row('Event 4999 x')).toHaveFocus();
    expect(visibleRows()).toContain(4_999);
    await userEvent.keyboard('{Home}');
    await expect.element(row('Event 0 x')).toHaveFocus();
  });

  test('the chosen row keeps the focus while it is scrolled away', async () => {
    render(<Table source={arraySource(lines(5_000))} />);
    await userEvent.click(row('Event 2 x'));
    document.querySelector('[role=grid]')!.scrollTop = 60_000;
    await expect.poll(() => visibleRows()[0]).toBeGreaterThan(2_000);
    expect(document.activeElement?.getAttribute('data-row')).toBe('2');
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(row('Event 3 x')).toHaveFocus();
    expect(visibleRows()).toContain(3);
  });

  test('Enter and double click open; Right goes into the cells and Left comes back', async () => {
    const opened: number[] = [];
    render(<Table source={arraySource(lines(50))} onOpen={(index) => opened.push(index)} />);
    await userEvent.click(row('Event 1 x'));
    await userEvent.keyboard('{Enter}');
    await userEvent.dblClick(row('Event 5 x'));
    expect(opened).toEqual([1, 5]);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(document.activeElement?.getAttribute('data-column')).toBe('place');
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row')).toBe('6');
    expect(document.activeElement?.getAttribute('data-column')).toBe('place');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect.element(row('Event 6 x')).toHaveFocus();
  });

  test('Right and Left open and close a group of repeats', async () => {
    const said: [number, boolean][] = [];
    render(
      <Table
        source={arraySource(lines(50))}
        rowFacts={(_, index) => ({ isExpanded: index === 2 ? true : index === 1 ? false : null })}
        onExpand={(index, open) => said.push([index, open])}
      />,
    );
    const tree = page.getByRole('treegrid', { name: 'Events' });
    await userEvent.click(tree.getByRole('row', { name: 'Event 1 x' }));
    await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowLeft}');
    expect(said).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test('a right click names the cell', async () => {
    const asked: unknown[] = [];
    render(
      <Table source={arraySource(lines(50))} onContextMenu={({ index, columnId }) => asked.push([index, columnId])} />,
    );
    await userEvent.click(page.getByRole('gridcell', { name: 'Event 4', exact: true }), { button: 'right' });
    expect(asked).toEqual([[4, 'name']]);
  });

  test('rows that are not there yet are placeholders, marked busy', async () => {
    render(<Table source={endless(500, (index) => index < 3)} />);
    await expect.element(row('Event 2 Region 2')).toBeVisible();
    expect(document.querySelector('[data-row="3"]')?.getAttribute('aria-busy')).toBe('true');
    expect(document.querySelector('[data-row="3"]')?.textContent).toBe('');
  });

  test('comes back to where it was scrolled', async () => {
    let rested = -1;
    render(
      <Table source={arraySource(lines(5_000))} initialTopPixels={26_000} onScrolled={(pixels) => (rested = pixels)} />,
    );
    await expect.poll(visibleRows).toContain(1_000);
    expect(visibleRows()[0]).toBe(1_000);
    await expect.poll(() => rested).toBe(26_000);
  });
});

describe('ten million rows', () => {
  const count = 10_000_000;

  test('the last one can be reached and every row is one step away', async () => {
    render(<Table source={endless(count)} />);
    await userEvent.click(row('Event 0 Region 0'));
    await userEvent.keyboard('{End}');
    await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe(String(count - 1));
    expect(visibleRows().at(-1)).toBe(count - 1);
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe(String(count - 3));
    expect(visibleRows()).toContain(count - 3);
  });

  test('the wheel moves by its pixels, not by those of the scroll bar', async () => {
    render(<Table source={endless(count)} />);
    await expect.element(row('Event 0 Region 0')).toBeVisible();
    const element = document.querySelector('[role=grid]')!;
    element.dispatchEvent(new WheelEvent('wheel', { deltaY: 260, bubbles: true, cancelable: true }));
    await expect.poll(() => visibleRows()[0]).toBe(10);
    for (let step = 0; step < 100; step += 1) {
      element.dispatchEvent(new WheelEvent('wheel', { deltaY: 26, bubbles: true, cancelable: true }));
    }
    await expect.poll(() => visibleRows()[0]).toBe(110);
  });

  test('wherever the scroll bar is dragged, no part of the view is blank', async () => {
    render(<Table source={endless(count)} />);
    await expect.element(row('Event 0 Region 0')).toBeVisible();
    const element = document.querySelector('[role=grid]')!;
    const bottom = element.scrollHeight - element.clientHeight;
    for (const part of [0.1, 0.5, 0.500_001, 0.75, 1, 0.9999, 0.25, 0]) {
      element.scrollTop = bottom * part;
      await frame();
      const rows = visibleRows();
      expect(rows.length).toBeGreaterThanOrEqual(20);
      expect(rows.at(-1)! - rows[0]!).toBe(rows.length - 1);
      expect(Math.abs(rows[0]! / count - part)).toBeLessThan(0.001);
    }
  });

  test('the handle moves, reveals and scrolls', async () => {
    const handle: { current: DataGridHandle | null } = { current: null };
    render(<Table source={endless(count)} handle={handle} start={9_000_000} />);
    await expect.element(grid()).toBeVisible();
    handle.current?.reveal(9_000_000);
    await expect.poll(visibleRows).toContain(9_000_000);
    handle.current?.moveBy(1);
    await expect.poll(() => document.activeElement?.getAttribute('data-row')).toBe('9000001');
    handle.current?.scrollTo(0);
    await expect.poll(() => visibleRows()[0]).toBe(0);
  });
});
