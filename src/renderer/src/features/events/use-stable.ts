import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that never changes and always does what the latest render says; not for calls while rendering. */
export function useStable<Arguments extends readonly unknown[], Result>(
  run: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...given: Arguments) => latest.current(...given), []);
}
