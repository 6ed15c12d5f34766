import { useEffect, useSyncExternalStore } from 'react';
import type { IconName } from '../ui/icon-paths.ts';

/** One line of the palette. */
export interface PaletteItem {
  /** Unique among all items. */
  id: string;
  /** Heading it stands under, for example "Principals". */
  group: string;
  title: string;
  note?: string;
  keywords?: readonly string[];
  icon: IconName;
  keys?: readonly string[];
  /** True when the provider has already matched it with the text, for example in the engine. */
  isFound?: boolean;
  run: () => void;
}

/** Offers items for what is typed; an empty text asks for the likeliest. Called again with every letter. */
export type PaletteProvider = (text: string) => readonly PaletteItem[];

const providers = new Set<PaletteProvider>();
const listeners = new Set<() => void>();
let version = 0;

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What screens offer besides commands, for as long as they are mounted. Pass a stable function. */
export function usePaletteProvider(provider: PaletteProvider): void {
  useEffect(() => {
    providers.add(provider);
    changed();
    return () => {
      providers.delete(provider);
      changed();
    };
  }, [provider]);
}

export function usePaletteItems(text: string): readonly PaletteItem[] {
  useSyncExternalStore(subscribe, () => version);
  return [...providers].flatMap((provider) => provider(text));
}
