import type { AppState } from '../state/store.ts';
import type { Command } from './command.ts';
import type { CommandRegistry } from './registry.ts';
import { matchesPress, parseShortcut, worksInText, type KeyboardPlatform, type KeyEventLike } from './shortcut.ts';

/** What the focus means for shortcuts. */
export interface FocusFacts {
  isInText: boolean;
  /** A menu, dialog or popover has the keyboard. */
  isInOverlay: boolean;
  /** `data-command-scope` of the elements around the focus, innermost first. */
  scopes: readonly string[];
}

export function focusFacts(element: Element | null): FocusFacts {
  const scopes: string[] = [];
  for (let around = element?.closest('[data-command-scope]') ?? null; around !== null;) {
    scopes.push(around.getAttribute('data-command-scope') ?? '');
    around = around.parentElement?.closest('[data-command-scope]') ?? null;
  }
  const isEditable =
    element instanceof HTMLElement &&
    (element.isContentEditable ||
      element.matches('textarea, input:not([type=checkbox], [type=radio], [type=range], [type=button])'));
  return {
    isInText: isEditable,
    isInOverlay: element?.closest('[role=dialog], [role=alertdialog], [role=menu]') != null,
    scopes,
  };
}

/**
 * The command whose shortcut begins, after `pressed` presses, with this one. Of several, one for the innermost scope
 * around the focus comes first: focus decides.
 */
function candidates(
  registry: CommandRegistry,
  state: AppState,
  platform: KeyboardPlatform,
  focus: FocusFacts,
  presses: readonly KeyEventLike[],
): { command: Command; isComplete: boolean }[] {
  const found: { command: Command; isComplete: boolean; rank: number }[] = [];
  for (const command of registry.list()) {
    if (!registry.isAvailable(command, state)) continue;
    const rank = command.scope === undefined ? focus.scopes.length : focus.scopes.indexOf(command.scope);
    if (rank < 0) continue;
    for (const shortcut of command.shortcuts ?? []) {
      if (focus.isInText && !worksInText(shortcut)) continue;
      const wanted = parseShortcut(shortcut);
      if (wanted.length < presses.length) continue;
      if (!presses.every((press, at) => wanted[at] !== undefined && matchesPress(wanted[at], press, platform)))
        continue;
      found.push({ command, isComplete: wanted.length === presses.length, rank });
    }
  }
  return found.sort((left, right) => left.rank - right.rank);
}

export type KeyOutcome = { kind: 'none' } | { kind: 'prefix'; text: string } | { kind: 'run'; command: Command };

/** Follows single presses and sequences such as `g e`. A sequence waits one second for its next press. */
export class KeyboardMap {
  static readonly waitMs = 1_000;
  #presses: KeyEventLike[] = [];
  #sinceMs = 0;
  readonly #registry: CommandRegistry;
  readonly #platform: KeyboardPlatform;

  constructor(registry: CommandRegistry, platform: KeyboardPlatform) {
    this.#registry = registry;
    this.#platform = platform;
  }

  press(event: KeyEventLike, focus: FocusFacts, state: AppState, nowMs: number): KeyOutcome {
    if (focus.isInOverlay || ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(event.key))
      return { kind: 'none' };
    if (nowMs - this.#sinceMs > KeyboardMap.waitMs) this.#presses = [];
    const find = (presses: readonly KeyEventLike[]) =>
      candidates(this.#registry, state, this.#platform, focus, presses);
    let presses = [...this.#presses, event];
    let found = find(presses);
    if (found.length === 0 && presses.length > 1) {
      presses = [event];
      found = find(presses);
    }
    this.#presses = [];
    const complete = found.find((each) => each.isComplete);
    if (complete !== undefined) return { kind: 'run', command: complete.command };
    if (found.length === 0) return { kind: 'none' };
    this.#presses = presses;
    this.#sinceMs = nowMs;
    return { kind: 'prefix', text: event.key };
  }
}
