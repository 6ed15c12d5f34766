const junkNames = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '.localized']);

/** Files that operating systems leave in folders and archives; they hold no evidence. */
export function isJunk(path: string): boolean {
  const parts = path.split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  return junkNames.has(name) || name.startsWith('._') || parts.includes('__MACOSX');
}

export const junkReason = {
  code: 'system-file',
  message: 'A file that the operating system keeps in folders; it holds no evidence.',
  expected: true,
} as const;
