import type { ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach } from 'vitest';
import '../../../src/renderer/src/styles/tokens.css';
import '../../../src/renderer/src/styles/themes.css';
import '../../../src/renderer/src/styles/base.css';

let root: Root | null = null;
let place: HTMLElement | null = null;

/** Shows a component in the page; the one before goes. Wait for what it shows with `expect.element`. */
export function render(content: ReactNode): HTMLElement {
  unmount();
  place = document.createElement('div');
  place.id = 'root';
  document.body.append(place);
  root = createRoot(place);
  root.render(content);
  return place;
}

export function unmount(): void {
  root?.unmount();
  place?.remove();
  root = null;
  place = null;
}

afterEach(unmount);
