import type { PaletteItem } from '../../commands/palette-items.ts';

export interface PaletteGroup {
  name: string;
  items: PaletteItem[];
}

/** Every word must occur in title, note or keywords; what begins with the text comes first, then titles, then the rest. */
function rank(item: PaletteItem, words: readonly string[], whole: string): number | null {
  const title = item.title.toLowerCase();
  const rest = [item.note ?? '', ...(item.keywords ?? [])].join(' ').toLowerCase();
  if (!words.every((word) => title.includes(word) || rest.includes(word))) return null;
  if (title.startsWith(whole)) return 0;
  return words.every((word) => title.includes(word)) ? 1 : 2;
}

/** Groups in the order in which their first item was given; inside a group the best first. */
export function findItems(items: readonly PaletteItem[], text: string): PaletteGroup[] {
  const whole = text.trim().toLowerCase();
  const words = whole.split(/\s+/).filter((word) => word !== '');
  const groups = new Map<string, { item: PaletteItem; rank: number }[]>();
  for (const item of items) {
    const found = item.isFound === true ? 1 : rank(item, words, whole);
    if (found === null) continue;
    const group = groups.get(item.group) ?? [];
    group.push({ item, rank: found });
    groups.set(item.group, group);
  }
  return [...groups].map(([name, found]) => ({
    name,
    items: found.sort((a, b) => a.rank - b.rank).map(({ item }) => item),
  }));
}
