/** One press: a key with modifiers. `mod` is ⌘ on a Mac and Ctrl elsewhere. */
interface KeyPress {
  key: string;
  mod: boolean;
  alt: boolean;
  /** Null where the character itself decides (`?` needs Shift on some keyboards and not on others). */
  shift: boolean | null;
}

export type KeyboardPlatform = 'mac' | 'windows' | 'linux';

/** The part of a keyboard event that decides. */
export interface KeyEventLike {
  key: string;
  code: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const namedKeys: Readonly<Record<string, string>> = {
  left: 'ArrowLeft',
  right: 'ArrowRight',
  up: 'ArrowUp',
  down: 'ArrowDown',
  enter: 'Enter',
  escape: 'Escape',
  delete: 'Delete',
  space: ' ',
  plus: '+',
};

function parsePress(text: string): KeyPress {
  const parts = text.split('+');
  const name = parts.pop() ?? '';
  const modifiers = new Set(parts);
  const key = namedKeys[name] ?? name;
  const isLetterOrNamed = /^[a-z]$/.test(key) || key.length > 1;
  return {
    key,
    mod: modifiers.has('mod'),
    alt: modifiers.has('alt'),
    shift: isLetterOrNamed || modifiers.has('shift') ? modifiers.has('shift') : null,
  };
}

/** The presses of a shortcut: one, or two for a sequence such as `g e`. */
export function parseShortcut(shortcut: string): KeyPress[] {
  return shortcut.split(' ').map(parsePress);
}

/** True when a text field may keep its focus while the shortcut works: it has a modifier, or is a function key. */
export function worksInText(shortcut: string): boolean {
  const [press] = parseShortcut(shortcut);
  return press !== undefined && (press.mod || /^F\d+$/.test(press.key));
}

export function matchesPress(press: KeyPress, event: KeyEventLike, platform: KeyboardPlatform): boolean {
  const mod = platform === 'mac' ? event.metaKey : event.ctrlKey;
  const other = platform === 'mac' ? event.ctrlKey : event.metaKey;
  if (mod !== press.mod || other) return false;
  if (press.shift !== null && event.shiftKey !== press.shift) return false;
  if (event.altKey !== press.alt) {
    // AltGr types characters such as [ on some keyboards; only those count without Alt being asked for.
    return !press.alt && !press.mod && press.key.length === 1 && event.key === press.key;
  }
  if (/^[a-z]$/.test(press.key)) {
    // With Alt, or on a keyboard of another script, the letter is known by its place alone.
    const isLatin = /^[a-zA-Z]$/.test(event.key);
    return isLatin ? event.key.toLowerCase() === press.key : event.code === `Key${press.key.toUpperCase()}`;
  }
  return event.key === press.key;
}

const printedKeys: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: 'esc',
  Delete: 'del',
  ' ': 'space',
  '-': '−',
};

/** Key caps of a shortcut as printed: `['⌘', 'K']`, `['Ctrl', 'K']`, `['g', 'e']`, `['⇧x']`. */
export function shortcutKeys(shortcut: string, platform: KeyboardPlatform): string[] {
  return parseShortcut(shortcut).flatMap((press) => {
    const isMac = platform === 'mac';
    const shift = press.shift === true ? [isMac || !(press.mod || press.alt) ? '⇧' : 'Shift'] : [];
    const alt = press.alt ? [isMac ? '⌥' : 'Alt'] : [];
    // Apple prints ⌥⇧⌘, others Ctrl+Alt+Shift.
    const modifiers = isMac
      ? [...alt, ...shift, ...(press.mod ? ['⌘'] : [])]
      : [...(press.mod ? ['Ctrl'] : []), ...alt, ...shift];
    const isLetter = /^[a-z]$/.test(press.key);
    const cap = printedKeys[press.key] ?? (isLetter && press.mod ? press.key.toUpperCase() : press.key);
    return press.mod || press.alt ? [...modifiers, cap] : [`${modifiers.join('')}${cap}`];
  });
}

/** As one text, for menus and tooltips: `⇧⌘L`, `Ctrl+Shift+L`, `g e`. */
export function shortcutText(shortcut: string, platform: KeyboardPlatform): string {
  const keys = shortcutKeys(shortcut, platform);
  if (shortcut.includes(' ')) return keys.join(' ');
  return keys.join(platform === 'mac' ? '' : '+');
}
