const leastPauseMs = 2_000;
let listener: ((text: string) => void) | null = null;
let lastMs = -Infinity;
let timer: ReturnType<typeof setTimeout> | null = null;
let waiting = '';

/** Says a result politely to assistive technology, at most every 2 s; of several in that time the last one is said. */
export function announce(text: string): void {
  waiting = text;
  if (timer !== null) return;
  timer = setTimeout(
    () => {
      timer = null;
      lastMs = performance.now();
      listener?.(waiting);
    },
    Math.max(0, lastMs + leastPauseMs - performance.now()),
  );
}

/** The live region's own subscription. */
export function onAnnouncement(next: (text: string) => void): () => void {
  listener = next;
  return () => {
    if (listener === next) listener = null;
  };
}
