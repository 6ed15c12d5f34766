import { expect, test } from 'vitest';
import { App } from './support/app.ts';

test('a first start offers a case, the sample and a place to drop logs; the sample opens', async () => {
  const app = await App.start();
  await app.heading('Who did this, from where, and what else?').waitFor();
  expect(await app.page.getByText('None on this computer yet').isVisible()).toBe(true);
  expect(await app.page.title()).toMatch(/Spoor/);
  await app.openSample();
  await app.page.getByText('20,000', { exact: true }).first().waitFor();
  await app.idle();
  await app.goTo('Cases');
  await app.page
    .getByRole('grid', { name: 'Cases' })
    .getByRole('row', { name: /Sample case/ })
    .waitFor();
});

test('the look follows the system and can be switched; a reload keeps look, case and screen', async () => {
  const app = await App.withSample({ colorScheme: 'light' });
  const { page } = app;
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const lightGround = await ground();
  await page.keyboard.press('ControlOrMeta+Shift+l');
  await expect.poll(theme).toBe('dark');
  expect(await ground()).not.toBe(lightGround);
  await app.goTo('Cases');
  await page.reload();
  await page.getByRole('grid', { name: 'Cases' }).waitFor();
  expect(await theme()).toBe('dark');
  expect(await page.getByRole('button', { name: /^Case Sample case/ }).isVisible()).toBe(true);
});

test('a second window on the same case is read-only and says so', async () => {
  const app = await App.withSample();
  const second = await app.openWindow();
  await second.getByRole('button', { name: 'Continue' }).click();
  await second.getByRole('button', { name: /Case Sample case.*Read-only/ }).waitFor();
  await app.goTo('Evidence', second);
  await second.getByText('This case is open read-only here').waitFor();
  for (const add of await second.getByRole('button', { name: /^Add / }).all())
    expect(await add.isEnabled()).toBe(false);
  expect(await app.page.getByRole('button', { name: /Read-only/ }).count()).toBe(0);
});
