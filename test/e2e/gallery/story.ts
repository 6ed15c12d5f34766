import type { AppDriver } from '../support/driver.ts';
import type { EventsPage } from '../support/events-page.ts';

/** The two hours in which the leaked key of the sample was used, as the design draws them. */
const query = 'ip:198.51.100.23 -event:(DescribeRegions OR GetCallerIdentity)';

/** Events of the leaked key, a part of them brushed, the attempt to make a user chosen, and the telling ones marked. */
export async function showStory(app: AppDriver, events: EventsPage): Promise<void> {
  const { page } = app;
  await events.ready();
  await events.search(query);
  await events.pill(/^Edit ip/).waitFor();
  await app.button(/^Time range/).click();
  const range = page.getByRole('dialog', { name: 'Time range' });
  await range.getByLabel('From (UTC)').fill('2026-03-14 02:00');
  await range.getByLabel('To, not included').fill('2026-03-14 04:00');
  await page.keyboard.press('Enter');
  await app.button(/^Time range 14 Mar 02:00/).waitFor();
  for (const name of [/CreateUser/, /AttachUserPolicy/, /CreateAccessKey/]) {
    await (await events.reveal(name)).click();
    await page.keyboard.press('b');
    await events.chosenRow().getByRole('img', { name: 'Bookmarked' }).waitFor();
  }
  await (await events.reveal(/CreateUser/)).click();
  for (const tag of ['T1136', 'persistence attempt']) {
    await page.keyboard.press('t');
    await page.getByRole('dialog').getByRole('textbox').fill(tag);
    await page.keyboard.press('Enter');
    await events.detail.getByText(tag, { exact: true }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await events.brush(0.25, 0.43);
  await app.button('Zoom to selection').waitFor();
  await page.mouse.move(0, 0);
  await page.getByText(/^Tagged 1 event/).waitFor({ state: 'detached' });
}
