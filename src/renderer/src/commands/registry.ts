import { useEffect, useSyncExternalStore } from 'react';
import type { AppState } from '../state/store.ts';
import type { Command, CommandContext, CommandHandler } from './command.ts';

/** The commands there are, and who does them now. One a window. */
export class CommandRegistry {
  #commands = new Map<string, Command>();
  readonly #handlers = new Map<string, CommandHandler[]>();
  readonly #listeners = new Set<() => void>();
  #snapshot: readonly Command[] = [];

  /** Adds commands; returns the function that takes them away. An id is given once. */
  add(commands: readonly Command[]): () => void {
    for (const command of commands) {
      if (this.#commands.has(command.id)) throw new Error(`Command ${command.id} exists already.`);
      this.#commands.set(command.id, command);
    }
    this.#changed();
    return () => {
      for (const command of commands) this.#commands.delete(command.id);
      this.#changed();
    };
  }

  /** Says who does a command while the pane shows; the latest handler wins. */
  handle(handlers: Readonly<Record<string, CommandHandler>>): () => void {
    const entries = Object.entries(handlers);
    for (const [id, handler] of entries) this.#handlers.set(id, [...(this.#handlers.get(id) ?? []), handler]);
    this.#changed();
    return () => {
      for (const [id, handler] of entries) {
        const rest = (this.#handlers.get(id) ?? []).filter((each) => each !== handler);
        if (rest.length === 0) this.#handlers.delete(id);
        else this.#handlers.set(id, rest);
      }
      this.#changed();
    };
  }

  list(): readonly Command[] {
    return this.#snapshot;
  }

  get(id: string): Command | undefined {
    return this.#commands.get(id);
  }

  /** True when someone does it and the state allows it. */
  isAvailable(command: Command, state: AppState): boolean {
    const someone = command.run !== undefined || this.#handlers.has(command.id);
    return someone && (command.isEnabled?.(state) ?? true);
  }

  /** Runs a command that is available; false where it is not. Failures are the caller's to show. */
  async run(id: string, context: CommandContext): Promise<boolean> {
    const command = this.#commands.get(id);
    if (command === undefined || !this.isAvailable(command, context.state)) return false;
    await (this.#handlers.get(id)?.at(-1) ?? command.run)?.(context);
    return true;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed(): void {
    this.#snapshot = [...this.#commands.values()];
    for (const listener of this.#listeners) listener();
  }
}

export const commandRegistry = new CommandRegistry();

export function useCommandList(): readonly Command[] {
  return useSyncExternalStore(commandRegistry.subscribe, () => commandRegistry.list());
}

/**
 * Registers what the mounted pane does for commands it did not define. Pass a stable object (`useMemo`, or a constant
 * whose functions read refs): every new one registers again.
 */
export function useCommandHandlers(handlers: Readonly<Record<string, CommandHandler>>): void {
  useEffect(() => commandRegistry.handle(handlers), [handlers]);
}

/** Adds commands of a screen for as long as it is mounted. Pass a constant. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => commandRegistry.add(commands), [commands]);
}
