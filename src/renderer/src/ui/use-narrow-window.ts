import { useSyncExternalStore } from 'react';

const query = '(max-width: 1279px)';

function subscribe(listener: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** True below 1280 px, where panes give way. */
export function useNarrowWindow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
