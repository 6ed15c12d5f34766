import axe from 'axe-core';
import { useState } from 'react';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { App } from '../../src/renderer/src/App.tsx';
import { noticesStore, openOverlay } from '../../src/renderer/src/state/notices.ts';
import { appStore, initialState } from '../../src/renderer/src/state/store.ts';
import { JsonView } from '../../src/renderer/src/ui/JsonView.tsx';
import { ContextMenu, type MenuPosition } from '../../src/renderer/src/ui/Menu.tsx';
import { QueryEditor } from '../../src/renderer/src/ui/QueryEditor.tsx';
import { SplitPane } from '../../src/renderer/src/ui/SplitPane.tsx';
import { Tabs } from '../../src/renderer/src/ui/Tabs.tsx';
import { TimeRangeControl } from '../../src/renderer/src/ui/TimeRangeControl.tsx';
import { Gallery } from './support/Gallery.tsx';
import { fakeBridge } from './support/fake-bridge.ts';
import { render } from './support/render.tsx';
import { sampleJob, sampleSummary } from './support/samples.ts';

beforeEach(() => {
  appStore.setState(initialState(), true);
  noticesStore.setState(noticesStore.getInitialState(), true);
});

/** Serious and critical findings, with the elements they are about. */
async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, { resultTypes: ['violations'] });
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

describe('accessibility', () => {
  test.each(['dark', 'light'] as const)('every part of the kit passes axe, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    render(<Gallery />);
    await expect.element(page.getByText('No events match')).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  test.each(['dark', 'light'] as const)('the shell and what it opens pass axe, %s', async (theme) => {
    appStore.setState(initialState({ theme, density: 'compact', timeZone: 'utc', layout: {} }), true);
    const { bridge } = fakeBridge({ 'case.current': () => sampleSummary, 'jobs.list': () => [sampleJob()] });
    render(<App bridge={bridge} screens={[]} />);
    await expect.element(page.getByText('Saved 02:16:40Z')).toBeVisible();
    expect(await violations()).toEqual([]);
    openOverlay('jobs');
    await expect.element(page.getByRole('region', { name: 'Jobs' })).toBeVisible();
    expect(await violations()).toEqual([]);
    for (const [overlay, name] of [
      ['palette', 'Command palette'],
      ['shortcuts', 'Keyboard shortcuts'],
      ['settings', 'Settings'],
    ] as const) {
      openOverlay(overlay);
      await expect.element(page.getByRole('dialog', { name })).toBeVisible();
      expect(await violations()).toEqual([]);
    }
  });
});

describe('context menu', () => {
  function Place({ done }: { done: string[] }) {
    const [position, setPosition] = useState<MenuPosition | null>(null);
    return (
      <>
        <button type="button" onClick={() => setPosition({ x: 300, y: 200 })}>
          Value
        </button>
        <ContextMenu
          label="Value"
          header="Source IP 198.51.100.23, 3,654 events"
          position={position}
          onClose={() => setPosition(null)}
          groups={[
            {
              id: 'filter',
              entries: [{ id: 'only', label: 'Only this address', keys: '+', onAction: () => done.push('only') }],
            },
            { id: 'none', entries: [] },
            {
              id: 'copy',
              entries: [{ id: 'copy', label: 'Copy value', icon: 'copy', onAction: () => done.push('copy') }],
            },
          ]}
        />
      </>
    );
  }

  test('opens at the place, runs by key, closes and gives the focus back', async () => {
    const done: string[] = [];
    render(<Place done={done} />);
    await userEvent.click(page.getByRole('button', { name: 'Value' }));
    const menu = page.getByRole('menu', { name: 'Source IP 198.51.100.23, 3,654 events' });
    await expect.element(menu).toBeVisible();
    const box = menu.element().getBoundingClientRect();
    expect(Math.abs(box.left - 300)).toBeLessThan(20);
    expect(page.getByRole('separator').elements()).toHaveLength(1);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(done).toEqual(['copy']);
    await expect.poll(() => page.getByRole('menu').elements().length).toBe(0);
    await expect.element(page.getByRole('button', { name: 'Value' })).toHaveFocus();
  });
});

describe('time range', () => {
  const extent = { fromEpochSeconds: Date.UTC(2026, 2, 3) / 1000, toEpochSeconds: Date.UTC(2026, 2, 17) / 1000 };
  const open = async (changed: unknown[]) => {
    render(
      <TimeRangeControl
        className=""
        range={null}
        extent={extent}
        zone="utc"
        onChange={(range) => changed.push(range)}
      />,
    );
    await userEvent.click(page.getByRole('button', { name: /Time range/ }));
  };

  test('takes typed times on Enter and explains wrong ones', async () => {
    const changed: unknown[] = [];
    await open(changed);
    await userEvent.fill(page.getByRole('textbox', { name: /From/ }), '2026-03-14 02:00');
    await userEvent.fill(page.getByRole('textbox', { name: /To/ }), '2026-03-13');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('The end must be after the start.')).toBeVisible();
    await userEvent.fill(page.getByRole('textbox', { name: /To/ }), 'tomorrow');
    await expect.element(page.getByText(/Write it as/)).toBeVisible();
    expect(changed).toEqual([]);
    await userEvent.fill(page.getByRole('textbox', { name: /To/ }), '2026-03-14 04:00');
    await userEvent.keyboard('{Enter}');
    expect(changed).toEqual([
      { fromEpochSeconds: Date.UTC(2026, 2, 14, 2) / 1000, toEpochSeconds: Date.UTC(2026, 2, 14, 4) / 1000 },
    ]);
    await expect.poll(() => page.getByRole('dialog').elements().length).toBe(0);
  });

  test('a preset is one press', async () => {
    const changed: unknown[] = [];
    await open(changed);
    await userEvent.click(page.getByRole('button', { name: 'Last 24 h' }));
    expect(changed).toEqual([
      { fromEpochSeconds: extent.toEpochSeconds - 86_400, toEpochSeconds: extent.toEpochSeconds },
    ]);
  });
});

test('tabs follow the arrow keys', async () => {
  function Place() {
    const [chosen, setChosen] = useState('summary');
    return (
      <Tabs
        label="Event"
        chosen={chosen}
        onChoose={setChosen}
        tabs={[
          { id: 'summary', title: 'Summary', content: 'Who and what' },
          { id: 'json', title: 'JSON', note: '22', content: 'Raw record' },
        ]}
      />
    );
  }
  render(<Place />);
  await userEvent.click(page.getByRole('tab', { name: 'Summary' }));
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(page.getByRole('tabpanel')).toHaveTextContent('Raw record');
});

describe('split pane', () => {
  const widths: Record<string, number>[] = [];
  const panes = [
    { id: 'facets', label: 'facets', content: 'Facets', widthPixels: { default: 208, least: 180, most: 360 } },
    { id: 'table', label: 'table', content: 'Table' },
    {
      id: 'detail',
      label: 'detail',
      content: 'Detail',
      widthPixels: { default: 374, least: 340, most: '50%' as const },
    },
  ];

  test('starts with the given widths; keys resize within the limits; what changed is told', async () => {
    render(
      <div style={{ height: 300, width: 1_200, display: 'flex' }}>
        <SplitPane panes={panes} widthsPixels={{ detail: 400 }} onResized={(next) => widths.push(next)} />
      </div>,
    );
    const width = (name: string) => document.querySelector(`#${name}`)!.getBoundingClientRect().width;
    await expect.poll(() => Math.round(width('facets'))).toBe(208);
    expect(Math.round(width('detail'))).toBe(400);
    const edge = page.getByRole('separator', { name: 'Resize facets' });
    (edge.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => width('facets')).toBeGreaterThan(208);
    for (let step = 0; step < 20; step += 1) await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => Math.round(width('facets'))).toBe(360);
    expect(Math.round(width('detail'))).toBe(400);
    await expect.poll(() => widths.at(-1)).toEqual({ facets: 360, detail: 400 });
  });
});

describe('JSON view', () => {
  const record = '{"eventName":"CreateUser","requestParameters":{"tags":[{"key":"a b","value":12345678901234567890}]}}';

  test('shows the record as it is, folds, and names the value under the pointer', async () => {
    const asked: unknown[] = [];
    render(
      <div style={{ height: 300, display: 'flex' }}>
        <JsonView label="Raw record" text={record} isWrapped={false} onValueMenu={(value) => asked.push(value)} />
      </div>,
    );
    await expect.element(page.getByText('12345678901234567890')).toBeVisible();
    await userEvent.click(page.getByText('12345678901234567890'), { button: 'right' });
    await userEvent.click(page.getByText('"eventName"'), { button: 'right' });
    expect(asked).toEqual([
      { path: 'requestParameters.tags.value', value: '12345678901234567890' },
      { path: 'eventName', value: 'CreateUser' },
    ]);
  });

  test('markup and scripts of a hostile record are text', async () => {
    const hostile = JSON.stringify({ userAgent: '<img src=x onerror="document.title=1"><script>alert(1)</script>' });
    render(
      <div style={{ height: 300, display: 'flex' }}>
        <JsonView label="Raw record" text={hostile} isWrapped />
      </div>,
    );
    await expect.element(page.getByText(/<script>alert/)).toBeVisible();
    expect(document.querySelector('#root img, #root script')).toBeNull();
  });
});

describe('query editor', () => {
  function Place({ said, onPasteLines }: { said: string[]; onPasteLines?: (lines: string[]) => boolean }) {
    const [text, setText] = useState('event:A ');
    return (
      <QueryEditor
        label="Query"
        value={text}
        onChange={(next, caret) => {
          said.push(`${next}|${caret}`);
          setText(next);
        }}
        onKey={(event) => event.key === 'Enter'}
        error={text.endsWith('(') ? { start: text.length - 1, end: text.length } : null}
        {...(onPasteLines === undefined ? {} : { onPasteLines })}
      />
    );
  }
  const editor = page.getByRole('combobox', { name: 'Query' });

  test('types at the end, keeps Enter for its owner, underlines what is wrong', async () => {
    const said: string[] = [];
    render(<Place said={said} />);
    await userEvent.click(editor);
    await userEvent.keyboard('{End}x{Enter}y(');
    expect(said).toEqual(['event:A x|9', 'event:A xy|10', 'event:A xy(|11']);
    await expect.element(editor).toHaveAttribute('aria-invalid', 'true');
  });

  test('several pasted lines go to the owner, or become one line', async () => {
    const paste = (text: string) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      editor
        .element()
        .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    };
    const said: string[] = [];
    const taken: string[][] = [];
    render(<Place said={said} onPasteLines={(lines) => taken.push(lines) > 0} />);
    await userEvent.click(editor);
    paste('1.2.3.4\n 5.6.7.8 \n\n');
    expect(taken).toEqual([['1.2.3.4', '5.6.7.8']]);
    expect(said).toEqual([]);
    render(<Place said={said} />);
    await userEvent.click(editor);
    await userEvent.keyboard('{End}');
    paste('a\nb');
    expect(said).toEqual(['event:A a b|11']);
  });
});
