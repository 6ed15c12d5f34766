import { useCallback, useMemo } from 'react';
import * as z from 'zod';
import { reportFailure } from '../../commands/run.ts';
import { useBridge } from '../../data/bridge-context.ts';
import { rememberLayout } from '../../state/preferences.ts';
import { appStore, useApp } from '../../state/store.ts';

function decode<Value>(text: string | undefined, schema: z.ZodType<Value>, fallback: Value): Value {
  if (text === undefined) return fallback;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Written by another version: the default is always right.
    return fallback;
  }
}

/** A setting of this screen that is kept with the user's layout. Pass a constant schema and fallback. */
export function useLayoutValue<Value>(
  key: string,
  schema: z.ZodType<Value>,
  fallback: Value,
): [Value, (change: (current: Value) => Value) => void] {
  const bridge = useBridge();
  const text = useApp((state) => state.preferences.layout[key]);
  const value = useMemo(() => decode(text, schema, fallback), [text, schema, fallback]);
  const change = useCallback(
    (by: (current: Value) => Value) => {
      const current = decode(appStore.getState().preferences.layout[key], schema, fallback);
      rememberLayout(bridge, key, JSON.stringify(by(current))).catch((error: unknown) =>
        reportFailure('The layout could not be stored', error),
      );
    },
    [bridge, key, schema, fallback],
  );
  return [value, change];
}
