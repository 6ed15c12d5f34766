import axe from 'axe-core';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { tour, tourTime } from './gallery/tour.ts';
import { surroundings } from './support/app.ts';

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

// As long as it takes: it goes through some fifty of them.
test(
  'no screen and no state has a serious violation, and each has contrast enough in both themes',
  { timeout: 600_000 },
  async () => {
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
  },
);
