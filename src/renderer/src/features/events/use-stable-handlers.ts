import { useLayoutEffect, useMemo, useRef } from 'react';
import type { CommandHandler } from '../../commands/command.ts';
import { useCommandHandlers } from '../../commands/registry.ts';

/** Registers handlers that always do what the latest render says. The set of ids must not change. */
export function useStableHandlers(handlers: Readonly<Record<string, CommandHandler>>): void {
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  const ids = Object.keys(handlers).sort().join(' ');
  const stable = useMemo(
    () =>
      Object.fromEntries(
        ids.split(' ').map((id): [string, CommandHandler] => [id, (context) => latest.current[id]?.(context)]),
      ),
    [ids],
  );
  useCommandHandlers(stable);
}
