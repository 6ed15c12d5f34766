import path from 'node:path';

/** What to call a path, and everything below it, in the case: for spools and other places that go away. */
export interface SourceName {
  path: string;
  name: string;
}

/** Turns paths and locators as found into those of the case. */
export type NameOf = (locator: string) => string;

/** Without names a locator is the path itself. The longest given path that holds a locator counts. */
export function sourceNames(names: readonly SourceName[] = []): NameOf {
  const known = names
    .map(({ path: found, name }) => ({ found: path.resolve(found), name }))
    .sort((a, b) => b.found.length - a.found.length);
  return (locator) => {
    const match = known.find(({ found }) => locator.startsWith(found) && endsThere(locator, found.length));
    return match === undefined ? locator : match.name + locator.slice(match.found.length);
  };
}

/** A path ends where its locator does, or where something inside it begins. */
function endsThere(locator: string, length: number): boolean {
  const next = locator[length];
  return next === undefined || next === path.sep || next === '/' || next === '!' || next === '#';
}
