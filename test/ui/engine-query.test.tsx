import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { BridgeContext } from '../../src/renderer/src/data/bridge-context.ts';
import { useEngineQuery } from '../../src/renderer/src/data/use-engine-query.ts';
import { engineRestarted } from '../../src/renderer/src/state/actions.ts';
import { appStore, initialState } from '../../src/renderer/src/state/store.ts';
import { AppError } from '../../src/shared/contract/errors.ts';
import { fakeBridge } from './support/fake-bridge.ts';
import { render } from './support/render.tsx';

interface Waiting {
  offset: number;
  answer: (total: number) => void;
  fail: (error: unknown) => void;
}

function start() {
  const waiting: Waiting[] = [];
  const fake = fakeBridge({
    'audit.page': ({ offset = 0 }) =>
      new Promise((resolve, reject) => {
        waiting.push({ offset, answer: (total) => resolve({ rows: [], total }), fail: reject });
      }),
  });
  function Pane() {
    const [offset, setOffset] = useState(0);
    const [limit, setLimit] = useState(10);
    const [isShown, setShown] = useState(true);
    const query = useEngineQuery('audit.page', isShown ? { offset, limit } : null, { keepWhen: ['offset'] });
    return (
      <>
        <output>{`${query.status} ${query.data?.total ?? query.error?.message ?? '-'}`}</output>
        <button type="button" onClick={() => setOffset((at) => at + 1)}>
          Next page
        </button>
        <button type="button" onClick={() => setLimit((at) => at + 1)}>
          Longer page
        </button>
        <button type="button" onClick={() => setShown((shown) => !shown)}>
          Hide
        </button>
        <button type="button" onClick={query.refetch}>
          Again
        </button>
      </>
    );
  }
  render(
    <BridgeContext value={fake.bridge}>
      <Pane />
    </BridgeContext>,
  );
  const press = (name: string) => userEvent.click(page.getByRole('button', { name }));
  const state = page.getByRole('status');
  const asked = () => waiting.length;
  return { fake, waiting, press, state, asked };
}

beforeEach(() => appStore.setState(initialState(), true));

test('loads, is ready, stays stale for another page, loads anew for another question', async () => {
  const { waiting, press, state, asked } = start();
  await expect.element(state).toHaveTextContent('loading -');
  await expect.poll(asked).toBe(1);
  waiting[0]?.answer(5);
  await expect.element(state).toHaveTextContent('ready 5');
  await press('Next page');
  await expect.element(state).toHaveTextContent('stale 5');
  waiting[1]?.answer(6);
  await expect.element(state).toHaveTextContent('ready 6');
  await press('Longer page');
  await expect.element(state).toHaveTextContent('loading -');
});

test('a new input cancels the call before, whose answer no longer counts', async () => {
  const { fake, waiting, press, state, asked } = start();
  await expect.poll(asked).toBe(1);
  await press('Next page');
  await expect.poll(asked).toBe(2);
  expect(fake.cancelled).toHaveLength(1);
  waiting[1]?.answer(2);
  await expect.element(state).toHaveTextContent('ready 2');
  waiting[0]?.answer(1);
  await press('Again');
  await expect.element(state).toHaveTextContent('stale 2');
});

test('failures show and can be tried again; being superseded is none', async () => {
  const { waiting, press, state, asked } = start();
  await expect.poll(asked).toBe(1);
  waiting[0]?.fail(new AppError('case-corrupt', 'The case is damaged.'));
  await expect.element(state).toHaveTextContent('error The case is damaged.');
  await press('Again');
  await expect.element(state).toHaveTextContent('loading -');
  waiting[1]?.fail(new AppError('cancelled', 'Cancelled.'));
  await press('Next page');
  await expect.poll(asked).toBe(3);
  waiting[2]?.answer(3);
  await expect.element(state).toHaveTextContent('ready 3');
});

test('a hidden pane asks nothing and cancels what runs', async () => {
  const { fake, waiting, press, state, asked } = start();
  await expect.poll(asked).toBe(1);
  await press('Hide');
  await expect.element(state).toHaveTextContent('idle -');
  expect(fake.cancelled).toHaveLength(1);
  await press('Next page');
  expect(waiting).toHaveLength(1);
});

test('a restarted engine is asked again while the old answer shows', async () => {
  const { waiting, state, asked } = start();
  await expect.poll(asked).toBe(1);
  waiting[0]?.answer(5);
  await expect.element(state).toHaveTextContent('ready 5');
  engineRestarted();
  await expect.element(state).toHaveTextContent('stale 5');
  await expect.poll(asked).toBe(2);
  waiting[1]?.answer(7);
  await expect.element(state).toHaveTextContent('ready 7');
});
