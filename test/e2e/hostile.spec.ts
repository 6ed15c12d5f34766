import { expect, test } from 'vitest';
import { eventId, logFile, record } from '../support/fixtures.ts';
import { App } from './support/app.ts';
import { EventsPage } from './support/events-page.ts';

const markup = [
  '<img src="http://203.0.113.9/leak.png" onerror="window.pwned=1">',
  '<script>window.pwned=2</script>',
  '"><svg onload="window.pwned=3"><style>*{display:none}</style>',
  'javascript:alert(4)',
  '</textarea></title><iframe src="http://203.0.113.9/"></iframe>',
  '{{constructor.constructor("window.pwned=5")()}} ${window.pwned=6}',
].join(' ');
const bidi = 'user\u202Egpj.exe\u2066 isolated \u2069\u200F\u202C';
const controls = 'nul\u0000bell\u0007escape\u001B[31mred\u2028line\uFEFF\uD800';
const megabyte = 'A'.repeat(1_000_000);

/** The same attack in every place where a record has text of its own, also as names of keys. */
function hostileRecord(number: number, text: string): object {
  return record(number, {
    eventName: `Put${text}`,
    eventSource: `${text}.amazonaws.com`,
    awsRegion: text,
    sourceIPAddress: text,
    userAgent: text,
    errorCode: text,
    errorMessage: text,
    requestParameters: { [text]: text, nested: { [`${text} key`]: [text, { [text]: text }] } },
    responseElements: { [text]: text },
    additionalEventData: { [text]: text },
    resources: [{ ARN: text, accountId: text, type: text }],
    userIdentity: {
      type: text,
      principalId: text,
      arn: text,
      accountId: text,
      accessKeyId: text,
      userName: text,
      invokedBy: text,
      sessionContext: { sessionIssuer: { userName: text, arn: text, type: 'Role' } },
    },
    recipientAccountId: text,
    vpcEndpointId: text,
    tlsDetails: { tlsVersion: text, cipherSuite: text, clientProvidedHostHeader: text },
  });
}

const attacks = [markup, bidi, controls, `${markup}${megabyte}`, `${bidi}${megabyte}`];

/** Nothing of the attack became part of the page. */
async function expectInert(app: App): Promise<void> {
  const found = await app.page.evaluate(() => ({
    pwned: Reflect.get(window, 'pwned') as unknown,
    elements: document.querySelectorAll('#root :is(img[src], script, iframe, object, embed, style, link, svg[onload])')
      .length,
    handlers: [...document.querySelectorAll('#root *')].filter((element) =>
      [...element.attributes].some(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value)),
    ).length,
    longest: Math.max(...[...document.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent.length), 0),
  }));
  expect(found.pwned).toBeUndefined();
  expect(found.elements).toBe(0);
  expect(found.handlers).toBe(0);
  // Tables and lists show the beginning of a long text, never a megabyte of it.
  expect(found.longest).toBeLessThan(2_000);
}

test('a hostile record is inert text in every view, and the page stays responsive', async () => {
  const app = await App.start({ traced: false });
  const { page } = app;
  await page.getByRole('complementary', { name: 'Start' }).waitFor();
  const log = logFile([...attacks.map((text, index) => hostileRecord(index + 1, text)), record(50)]);
  await app.drop([{ name: 'hostile <img src=x onerror=alert(1)> \u202Egpj.json', content: log }]);
  const dialog = page.getByRole('dialog', { name: 'Which case does this go to?' });
  await dialog.getByLabel('Name', { exact: true }).fill('Hostile');
  await dialog.getByRole('button', { name: 'Create case' }).click();
  await page
    .getByRole('region', { name: 'Ready to import' })
    .getByRole('button', { name: /^Import \d/ })
    .click();
  const added = attacks.length + 1;
  await page
    .getByRole('region', { name: 'In this case' })
    .getByText(`${added} records seen = ${added} added + 0 duplicates + 0 rejected`)
    .waitFor();
  await expectInert(app);
  await page
    .getByRole('treegrid', { name: 'Sources' })
    .getByRole('row', { name: /hostile/ })
    .click();
  await expectInert(app);

  await app.goTo('Events');
  const events = new EventsPage(page);
  await events.ready();
  await events.waitForMatches(added);
  await expectInert(app);
  for (let index = 0; index < added; index += 1) {
    await events.row(index).click();
    await events.detail.getByRole('tab', { name: 'Summary' }).waitFor();
    await events.detail.getByRole('heading').first().waitFor();
    await expectInert(app);
    await page.keyboard.press('v');
    await events.detail.getByRole('textbox', { name: 'Record as JSON' }).waitFor();
    await expectInert(app);
    await events.detail.getByRole('tab', { name: 'Summary' }).click();
  }

  // Values travel through pills, menus, completion and search as text.
  const value = events.facetValue('Event name', /Put/);
  await value.click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await expectInert(app);
  await page.keyboard.press('Escape');
  await value.click();
  await page
    .getByRole('button', { name: /^Edit event/ })
    .first()
    .waitFor();
  await expectInert(app);
  await page.keyboard.press('ControlOrMeta+z');
  await events.waitForMatches(added);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill('<img');
  await expectInert(app);
  // The first press empties the field.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor({ state: 'detached' });

  // Responsive: the plain record among them is found as ever.
  await events.search(`id:${eventId(50)}`);
  await events.waitForMatches(1);
  await events.row(0).click();
  await events.detail.getByText(eventId(50)).first().waitFor();
});

test('bidirectional and control characters are made visible where they could deceive', async () => {
  const app = await App.start();
  const { page } = app;
  await page.getByRole('complementary', { name: 'Start' }).waitFor();
  await app.drop([{ name: 'bidi.json', content: logFile([hostileRecord(1, bidi), hostileRecord(2, controls)]) }]);
  const dialog = page.getByRole('dialog', { name: 'Which case does this go to?' });
  await dialog.getByRole('button', { name: 'Create case' }).click();
  await page
    .getByRole('region', { name: 'Ready to import' })
    .getByRole('button', { name: /^Import \d/ })
    .click();
  await page.getByText('2 records seen = 2 added + 0 duplicates + 0 rejected').first().waitFor();
  await app.goTo('Events');
  const events = new EventsPage(page);
  await events.ready();
  await events.row(0).click();
  await events.detail.getByRole('heading').first().waitFor();
  const raw = await page.locator('main').innerText();
  const deceiving = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u0000-\u0008\u000B-\u001F]/.exec(raw);
  expect(deceiving === null ? null : raw.slice(Math.max(0, deceiving.index - 60), deceiving.index + 20)).toBeNull();
});
