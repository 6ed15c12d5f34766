import axe from 'axe-core';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { tour, tourTime } from './gallery/tour.ts';
import { App } from './support/app.ts';
import { EventsPage } from './support/events-page.ts';
import { closeSharedBrowser } from './support/launch.ts';
import type { Page } from 'playwright';

afterAll(closeSharedBrowser);

/** What axe calls serious or critical, one line each. `rules` limits it to those. */
async function seriousViolations(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  // Evaluated through the debugger, which the page's policy does not bind.
  await page.evaluate(`if (typeof axe === 'undefined') { ${axe.source} }`);
  const results = await page.evaluate(async (only) => {
    const run = Reflect.get(window, 'axe') as typeof axe;
    const { violations } = await run.run(document, {
      resultTypes: ['violations'],
      ...(only === null ? {} : { runOnly: { type: 'rule' as const, values: [...only] } }),
    });
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      html: nodes.map(({ html, failureSummary = '' }) => `${html.slice(0, 160)} ${failureSummary}`),
    }));
  }, rules);
  return results
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, html }) => `${impact ?? ''} ${id}: ${html.slice(0, 3).join(' | ')}`);
}

/** Controls that reach outside the window or that their own box cuts off. */
function clippedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isShown = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('[inert]') === null;
    const inScroller = (element: Element) => {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(parent);
        if (/auto|scroll/.test(overflowX + overflowY)) return true;
      }
      return false;
    };
    return [...document.querySelectorAll('button, input, [role="tab"], [role="radio"], [role="switch"]')]
      .filter((element) => isShown(element) && !inScroller(element))
      .filter((element) => {
        const box = element.getBoundingClientRect();
        // Hidden inputs behind drawn controls are one pixel.
        if (box.width <= 1 || box.height <= 1) return false;
        return box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
      })
      .map((element) => element.outerHTML.slice(0, 160));
  });
}

const surroundings = () => ({
  rendererFolder: inject('rendererFolder'),
  electron: null,
  sampleFile: inject('sampleFile'),
});

describe('every screen and state', () => {
  // As long as it takes: it goes through some fifty of them.
  const patience = { timeout: 600_000 };

  test('has no serious violation, and enough contrast in both themes', patience, async () => {
    const found: string[] = [];
    const faults = await tour({ fixedTime: tourTime }, surroundings(), async (name, { app }) => {
      found.push(...(await seriousViolations(app.page)).map((line) => `${name}: ${line}`));
      await app.page.emulateMedia({ colorScheme: 'light' });
      await app.page.locator('[data-theme="light"]').waitFor();
      found.push(...(await seriousViolations(app.page, ['color-contrast'])).map((line) => `${name}, light: ${line}`));
      await app.page.emulateMedia({ colorScheme: 'dark' });
      await app.page.locator('[data-theme="dark"]').waitFor();
    });
    expect([...found, ...faults]).toEqual([]);
  });

  test('has every control within reach in the smallest window', patience, async () => {
    const found: string[] = [];
    const options = { viewport: { width: 1100, height: 700 }, fixedTime: tourTime };
    const faults = await tour(options, surroundings(), async (name, { app }) => {
      found.push(...(await clippedControls(app.page)).map((line) => `${name}: ${line}`));
    });
    expect([...found, ...faults]).toEqual([]);
  });
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
