import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/renderer/src/commands/command.ts';
import { eventCommands } from '../../../src/renderer/src/commands/event-commands.ts';
import { KeyboardMap, type FocusFacts } from '../../../src/renderer/src/commands/keyboard.ts';
import { CommandRegistry } from '../../../src/renderer/src/commands/registry.ts';
import { screenCommands, shellCommands } from '../../../src/renderer/src/commands/shell-commands.ts';
import {
  matchesPress,
  parseShortcut,
  shortcutText,
  type KeyEventLike,
  type KeyboardPlatform,
} from '../../../src/renderer/src/commands/shortcut.ts';
import { initialState } from '../../../src/renderer/src/state/store.ts';
import { applicationMenu } from '../../../src/shared/contract/menu.ts';

const state = initialState();
const nowhere: FocusFacts = { isInText: false, isInOverlay: false, scopes: [] };
const key = (name: string, more: Partial<KeyEventLike> = {}): KeyEventLike => ({
  key: name,
  code: '',
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const command = (id: string, shortcut: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'List',
  shortcuts: [shortcut],
  run: () => undefined,
  ...more,
});

function mapOf(commands: readonly Command[], platform: KeyboardPlatform = 'linux') {
  const registry = new CommandRegistry();
  registry.add(commands);
  const map = new KeyboardMap(registry, platform);
  const press = (event: KeyEventLike, focus = nowhere, atMs = 0) => {
    const outcome = map.press(event, focus, state, atMs);
    return outcome.kind === 'run' ? outcome.command.id : outcome.kind;
  };
  return { press, registry };
}

describe('one press', () => {
  const matches = (shortcut: string, event: KeyEventLike, platform: KeyboardPlatform = 'linux') => {
    const [press] = parseShortcut(shortcut);
    return press !== undefined && matchesPress(press, event, platform);
  };

  test.each<[string, KeyEventLike, KeyboardPlatform, boolean]>([
    ['mod+k', key('k', { ctrlKey: true }), 'linux', true],
    ['mod+k', key('k', { metaKey: true }), 'mac', true],
    ['mod+k', key('k', { ctrlKey: true }), 'mac', false],
    ['mod+k', key('k'), 'linux', false],
    ['k', key('k', { ctrlKey: true }), 'linux', false],
    ['mod+shift+l', key('L', { ctrlKey: true, shiftKey: true }), 'linux', true],
    ['mod+z', key('Z', { ctrlKey: true, shiftKey: true }), 'linux', false],
    ['shift+j', key('J', { shiftKey: true }), 'linux', true],
    ['j', key('J', { shiftKey: true }), 'linux', false],
    ['?', key('?', { shiftKey: true }), 'linux', true],
    ['?', key('?'), 'linux', true],
    ['plus', key('+', { shiftKey: true }), 'linux', true],
    ['[', key('[', { ctrlKey: true, altKey: true }), 'windows', false],
    ['[', key('[', { altKey: true }), 'mac', true],
    ['alt+left', key('ArrowLeft', { altKey: true }), 'windows', true],
    ['alt+left', key('ArrowLeft'), 'windows', false],
    ['j', key('о', { code: 'KeyJ' }), 'linux', true],
  ])('%s with %o on %s: %s', (shortcut, event, platform, expected) => {
    expect(matches(shortcut, event, platform)).toBe(expected);
  });

  test.each<[string, KeyboardPlatform, string]>([
    ['mod+k', 'mac', '⌘K'],
    ['mod+k', 'linux', 'Ctrl+K'],
    ['mod+shift+l', 'mac', '⇧⌘L'],
    ['mod+shift+l', 'windows', 'Ctrl+Shift+L'],
    ['alt+left', 'windows', 'Alt+←'],
    ['shift+x', 'linux', '⇧x'],
    ['g e', 'linux', 'g e'],
    ['mod+,', 'mac', '⌘,'],
  ])('%s prints on %s as %s', (shortcut, platform, text) => expect(shortcutText(shortcut, platform)).toBe(text));
});

describe('the map', () => {
  test('a sequence waits for its second press, one second at most', () => {
    const { press } = mapOf([command('go', 'g e'), command('open', 'e')]);
    expect(press(key('g'), nowhere, 0)).toBe('prefix');
    expect(press(key('e'), nowhere, 1_000)).toBe('go');
    expect(press(key('g'), nowhere, 2_000)).toBe('prefix');
    expect(press(key('e'), nowhere, 3_001)).toBe('open');
  });

  test('a press that fits no sequence counts for itself', () => {
    const { press } = mapOf([command('go', 'g e'), command('bookmark', 'b')]);
    expect(press(key('g'))).toBe('prefix');
    expect(press(key('b'))).toBe('bookmark');
    expect(press(key('e'))).toBe('none');
  });

  test('a modifier on its own does not end a sequence', () => {
    const { press } = mapOf([command('go', 'g e')]);
    expect(press(key('g'))).toBe('prefix');
    expect(press(key('Shift', { shiftKey: true }))).toBe('none');
    expect(press(key('e'))).toBe('go');
  });

  test('text fields keep single keys; overlays keep all', () => {
    const { press } = mapOf([command('bookmark', 'b'), command('palette', 'mod+k')]);
    const inText = { ...nowhere, isInText: true };
    const inOverlay = { ...nowhere, isInOverlay: true };
    expect(press(key('b'), inText)).toBe('none');
    expect(press(key('k', { ctrlKey: true }), inText)).toBe('palette');
    expect(press(key('k', { ctrlKey: true }), inOverlay)).toBe('none');
  });

  test('focus decides between commands of one key', () => {
    const { press } = mapOf([
      command('exclude', '-', { scope: 'facets' }),
      command('zoomOut', '-', { scope: 'chart' }),
    ]);
    expect(press(key('-'), { ...nowhere, scopes: ['chart'] })).toBe('zoomOut');
    expect(press(key('-'), { ...nowhere, scopes: ['facets', 'chart'] })).toBe('exclude');
    expect(press(key('-'))).toBe('none');
  });

  test('what nobody does, or the state forbids, has no key', () => {
    const { run: _run, ...handled } = command('row.next', 'j');
    const { press, registry } = mapOf([handled, command('never', 'n', { isEnabled: () => false })]);
    expect(press(key('j'))).toBe('none');
    expect(press(key('n'))).toBe('none');
    const stop = registry.handle({ 'row.next': () => undefined });
    expect(press(key('j'))).toBe('row.next');
    stop();
    expect(press(key('j'))).toBe('none');
  });
});

describe('the tables', () => {
  const screens = ['home', 'events', 'evidence'].map((id, at) => ({
    id,
    title: id,
    icon: 'list' as const,
    key: 'hev'.charAt(at),
    needsCase: false,
    Component: () => null,
  }));
  const all = [...screenCommands(screens), ...eventCommands, ...shellCommands];

  test('ids are given once', () => {
    expect(() => new CommandRegistry().add(all)).not.toThrow();
    expect(() => new CommandRegistry().add([...all, ...all])).toThrow(/exists already/);
  });

  test('no two commands share a key where both would count', () => {
    const seen = new Map<string, string>();
    for (const each of all) {
      for (const shortcut of each.shortcuts ?? []) {
        const place = `${each.scope ?? 'anywhere'} ${shortcut}`;
        expect(seen.get(place)).toBeUndefined();
        seen.set(place, each.id);
      }
    }
  });

  test('every screen and window entry of the menu is a command', () => {
    const ids = new Set(all.map(({ id }) => id));
    const missing = applicationMenu
      .flatMap((group) => group.entries)
      .flatMap((entry) => (entry.kind === 'command' && !ids.has(entry.id) ? [entry.id] : []));
    // These come with their screens.
    expect(missing.filter((id) => !/^(case\.new|evidence\.)/.test(id))).toEqual([]);
  });
});

test('the latest handler wins and the one before comes back', async () => {
  const registry = new CommandRegistry();
  registry.add([{ id: 'row.next', title: 'Next', group: 'List' }]);
  const said: string[] = [];
  registry.handle({ 'row.next': () => void said.push('table') });
  const stop = registry.handle({ 'row.next': () => void said.push('detail') });
  const context = { state, bridge: undefined as never };
  expect(await registry.run('row.next', context)).toBe(true);
  stop();
  await registry.run('row.next', context);
  expect(said).toEqual(['detail', 'table']);
  expect(await registry.run('unknown', context)).toBe(false);
});
