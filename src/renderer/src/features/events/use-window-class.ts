import { useSyncExternalStore } from 'react';

/** Classes of window widths of the design: 1100 folds the facets away, 1680 has room for tags and wider panes. */
export type WindowClass = 'narrow' | 'normal' | 'wide';

const narrow = '(max-width: 1279px)';
const wide = '(min-width: 1680px)';

function read(): WindowClass {
  if (matchMedia(narrow).matches) return 'narrow';
  return matchMedia(wide).matches ? 'wide' : 'normal';
}

function subscribe(listener: () => void): () => void {
  const queries = [matchMedia(narrow), matchMedia(wide)];
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

export function useWindowClass(): WindowClass {
  return useSyncExternalStore(subscribe, read);
}
