import type { Locator, Page } from 'playwright';

/** Figures are written with separators: `1,352 events` is 1352. */
export function figureOf(text: string): number {
  const found = /\d[\d,]*/.exec(text);
  if (found === null) throw new Error(`no figure in "${text}"`);
  return Number(found[0].replaceAll(',', ''));
}

/** The Events screen as its user sees it. */
export class EventsPage {
  readonly page: Page;
  readonly query: Locator;
  readonly table: Locator;
  readonly detail: Locator;
  readonly chart: Locator;

  constructor(page: Page) {
    this.page = page;
    this.query = page.getByRole('combobox', { name: 'Query' });
    this.table = page.getByRole('treegrid', { name: 'Events' });
    this.detail = page.getByRole('complementary', { name: 'Event detail' });
    this.chart = page.getByRole('group', { name: 'Events over time' });
  }

  /** Waits for the first rows and the figure above the chart. */
  async ready(): Promise<void> {
    await this.table.locator('[role="row"][aria-rowindex]:not([aria-rowindex="1"]):not([aria-busy])').first().waitFor();
    await this.page.getByRole('region', { name: 'Events over time' }).getByRole('status').getByText(/event/).waitFor();
  }

  /** The sentence with the number of matches, for exactly that number. */
  async waitForMatches(count: number): Promise<void> {
    const words = `${count.toLocaleString('en-GB')} ${count === 1 ? 'event' : 'events'}`;
    const figure = this.page.getByRole('region', { name: 'Events over time' }).getByRole('status');
    await figure.getByText(words, { exact: true }).waitFor();
  }

  async matches(): Promise<number> {
    return figureOf(
      await this.page.getByRole('region', { name: 'Events over time' }).getByRole('status').first().innerText(),
    );
  }

  /** Row of the table by its place among all rows, from 0. */
  row(index: number): Locator {
    // The header is row 1.
    return this.table.locator(`[role="row"][aria-rowindex="${index + 2}"]`);
  }

  /** Scrolls down until a row of this name is there, and gives it. */
  async reveal(name: RegExp): Promise<Locator> {
    const wanted = this.table.getByRole('row', { name }).first();
    const all = this.table.locator('[role="row"][aria-rowindex]');
    while ((await wanted.count()) === 0) {
      const last = Number(await all.last().getAttribute('aria-rowindex'));
      const most = Number(await this.table.getAttribute('aria-rowcount'));
      if (last >= most) throw new Error(`no row is called ${name}`);
      await all.last().scrollIntoViewIfNeeded();
      await this.table.locator(`[role="row"][aria-rowindex="${Math.min(last + 1, most)}"]`).waitFor();
    }
    await wanted.scrollIntoViewIfNeeded();
    return wanted;
  }

  chosenRow(): Locator {
    return this.table.locator('[role="row"][aria-selected="true"]');
  }

  facetValue(facet: string, value: string | RegExp): Locator {
    return this.page.getByRole('listbox', { name: facet, exact: true }).getByRole('option', { name: value }).first();
  }

  pill(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Types a query and runs it, without completion taking part. */
  async search(text: string): Promise<void> {
    await this.query.focus();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    // Out of the bar, so that single keys are commands again.
    await this.page.keyboard.press('Escape');
  }

  /** Draws a brush over a part of the chart, given as fractions of its width. */
  async brush(from: number, to: number): Promise<void> {
    const box = await this.chart.boundingBox();
    if (box === null) throw new Error('the chart does not show');
    const y = box.y + box.height * 0.6;
    await this.page.mouse.move(box.x + box.width * from, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 });
    await this.page.mouse.move(box.x + box.width * to, y, { steps: 4 });
    await this.page.mouse.up();
  }
}
