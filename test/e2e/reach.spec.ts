import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { tour, tourTime } from './gallery/tour.ts';
import { App, surroundings } from './support/app.ts';
import { EventsPage } from './support/events-page.ts';

/** Controls that reach outside the window or that their own box cuts off. */
function clippedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isShown = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('[inert]') === null;
    // What can be scrolled to is within reach; what a box hides is not.
    const isCut = (element: Element) => {
      const box = element.getBoundingClientRect();
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(parent);
        if (/auto|scroll/.test(overflowX + overflowY)) return false;
        if (overflowX !== 'hidden' && overflowX !== 'clip') continue;
        const { left, right } = parent.getBoundingClientRect();
        if (box.left < left - 2 || box.right > right + 2) return true;
      }
      return box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    };
    return [...document.querySelectorAll('button, input, [role="tab"], [role="radio"], [role="switch"]')]
      .filter((element) => {
        // An input behind a drawn control, or one for readers of screens alone, lies in a box of one pixel.
        const isDrawn = [element, element.parentElement, element.parentElement?.parentElement].every(
          (box) =>
            box == null ||
            (box.clientWidth > 1 && box.clientHeight > 1) ||
            getComputedStyle(box).display === 'contents',
        );
        return isShown(element) && isDrawn && isCut(element);
      })
      .map((element) => element.outerHTML.slice(0, 160));
  });
}

test('every screen and state has every control within reach in the smallest window', { timeout: 600_000 }, async () => {
  const found: string[] = [];
  const options = { viewport: { width: 1100, height: 700 }, fixedTime: tourTime };
  const faults = await tour(options, surroundings(), async (name, { app }) => {
    found.push(...(await clippedControls(app.page)).map((line) => `${name}: ${line}`));
  });
  expect([...found, ...faults]).toEqual([]);
});

test('at 200 % zoom the main screens keep every control within reach', async () => {
  const app = await App.withSample({ zoom: 2, viewport: { width: 1440, height: 900 } });
  const events = new EventsPage(app.page);
  await events.ready();
  expect(await clippedControls(app.page)).toEqual([]);
  await events.row(0).click();
  await events.detail.getByRole('tab', { name: 'Summary' }).waitFor();
  expect(await clippedControls(app.page)).toEqual([]);
  await app.goTo('Evidence');
  await app.page.getByRole('treegrid', { name: 'Sources' }).waitFor();
  expect(await clippedControls(app.page)).toEqual([]);
  await app.goTo('Cases');
  await app.page.getByRole('grid', { name: 'Cases' }).waitFor();
  expect(await clippedControls(app.page)).toEqual([]);
});

test('forced colours leave glyphs, outlines and the chosen row to be seen', async () => {
  const app = await App.withSample({ forcedColors: 'active' });
  const events = new EventsPage(app.page);
  await events.ready();
  await events.row(1).click();
  await events.chosenRow().waitFor();
  const looks = await app.page.evaluate(() => {
    const chosen = document.querySelector('[role="row"][aria-selected="true"]');
    const other = document.querySelector('[role="row"][aria-selected="false"]');
    const marks = (row: Element | null) => {
      if (row === null) return '';
      const { backgroundColor, outlineStyle, outlineColor, boxShadow, borderLeftColor } = getComputedStyle(row);
      return [backgroundColor, outlineStyle, outlineColor, boxShadow, borderLeftColor].join(' ');
    };
    const glyph = document.querySelector('[role="gridcell"] svg, [role="gridcell"] [role="img"]');
    return {
      isForced: matchMedia('(forced-colors: active)').matches,
      chosen: marks(chosen),
      other: marks(other),
      glyphWidth: glyph?.getBoundingClientRect().width ?? 0,
    };
  });
  expect(looks.isForced).toBe(true);
  expect(looks.chosen).not.toBe(looks.other);
  expect(looks.glyphWidth).toBeGreaterThan(5);
});

test('with reduced motion nothing moves', async () => {
  const app = await App.withSample();
  await new EventsPage(app.page).ready();
  await app.page.keyboard.press('ControlOrMeta+k');
  await app.page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  const moving = await app.page.evaluate(
    () =>
      document.getAnimations().filter((animation) => {
        const { duration } = animation.effect?.getComputedTiming() ?? {};
        return typeof duration === 'number' && duration > 1;
      }).length,
  );
  expect(moving).toBe(0);
});
