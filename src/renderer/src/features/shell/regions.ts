/** Parts of the window in focus order; each is an element with `data-region`. */
const firstFocusable = [
  'button:not([disabled])',
  'a[href]',
  'input:not([disabled])',
  'textarea:not([disabled])',
  '[tabindex="0"]',
  '[contenteditable="true"]',
].join(', ');

/** The element that takes the focus for a region: what had it last, the roving stop of a list, or the first control. */
function target(region: Element, lastFocused: WeakMap<Element, HTMLElement>): HTMLElement | null {
  const last = lastFocused.get(region);
  if (last?.isConnected === true && region.contains(last)) return last;
  // A chart takes the focus itself.
  if (region instanceof HTMLElement && region.matches(firstFocusable)) return region;
  return (
    region.querySelector<HTMLElement>('[aria-selected="true"][tabindex="0"]') ??
    region.querySelector<HTMLElement>(firstFocusable)
  );
}

/** F6 and Shift+F6 go from part to part of the window and come back to where one was. */
export function followRegions(root: Document): () => void {
  const lastFocused = new WeakMap<Element, HTMLElement>();
  const onFocus = (event: FocusEvent) => {
    const { target: element } = event;
    const region = element instanceof HTMLElement ? element.closest('[data-region]') : null;
    if (region !== null && element instanceof HTMLElement) lastFocused.set(region, element);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
    if (root.activeElement?.closest('[role=dialog]') != null) return;
    const regions = [...root.querySelectorAll('[data-region]')].filter(
      (region) => target(region, lastFocused) !== null,
    );
    if (regions.length === 0) return;
    event.preventDefault();
    const current = root.activeElement?.closest('[data-region]') ?? null;
    const at = current === null ? -1 : regions.indexOf(current);
    const step = event.shiftKey ? -1 : 1;
    const next = at < 0 ? (event.shiftKey ? regions.length - 1 : 0) : (at + step + regions.length) % regions.length;
    const region = regions[next];
    if (region !== undefined) target(region, lastFocused)?.focus();
  };
  root.addEventListener('focusin', onFocus);
  root.addEventListener('keydown', onKey);
  return () => {
    root.removeEventListener('focusin', onFocus);
    root.removeEventListener('keydown', onKey);
  };
}
