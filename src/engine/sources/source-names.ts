import path from 'node:path';

/** What a source is called inside the one it was found in. */
export function sourceDisplayName(locator: string, parentLocator: string | null): string {
  if (parentLocator !== null && locator.startsWith(parentLocator)) {
    const inside = locator.slice(parentLocator.length).replace(/^[\\/!#]+/, '');
    if (inside !== '') return inside;
  }
  return baseName(locator);
}

/** The last part of a locator, with the archive it is in: `logs.zip!day/one.json.gz`. */
export function baseName(locator: string): string {
  const bang = locator.indexOf('!');
  const file = bang === -1 ? locator : locator.slice(0, bang);
  return path.basename(file) + (bang === -1 ? '' : locator.slice(bang));
}
