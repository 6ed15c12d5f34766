// Checks who may import whom. The rules are data; `npm test` runs this.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

/** Longest matching `from` prefix wins. `packages` lists the npm packages and node: modules a folder may use ('*' = any). */
export const rules = [
  { from: 'src/shared/', to: ['src/shared/'], packages: ['zod'] },
  {
    from: 'src/engine/',
    to: ['src/engine/', 'src/shared/'],
    packages: ['*'],
    not: ['electron', 'react', 'react-dom', 'zustand', '@aws-sdk/*'],
  },
  {
    from: 'src/engine/aws/',
    to: ['src/engine/', 'src/shared/'],
    packages: ['*'],
    not: ['electron', 'react', 'react-dom', 'zustand'],
  },
  // The hosts reach the engine through its entry alone; the command line is a host.
  {
    from: 'src/main/',
    to: ['src/main/', 'src/shared/', 'src/engine/entry.ts'],
    packages: ['*'],
    not: ['react', 'react-dom', 'zustand', 'better-sqlite3', '@aws-sdk/*'],
  },
  { from: 'src/preload/', to: ['src/preload/', 'src/shared/contract/'], packages: ['electron'] },
  {
    from: 'src/renderer/',
    to: ['src/renderer/', 'src/shared/'],
    packages: ['*'],
    not: ['electron', 'better-sqlite3', 'node:*', '@aws-sdk/*'],
  },
  {
    from: 'src/renderer/src/ui/',
    to: ['src/renderer/src/ui/', 'src/renderer/src/styles/', 'src/shared/'],
    packages: ['*'],
    not: ['electron', 'zustand', 'node:*'],
  },
];

const features = /^src\/renderer\/src\/features\/([^/]+)\//;

function files(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return files(name);
    return /\.(ts|tsx|mts)$/.test(entry.name) ? [name] : [];
  });
}

const matches = (pattern, name) =>
  pattern === '*' ||
  (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern || name.startsWith(`${pattern}/`));

/** Returns one line for each import that breaks a rule. */
export function check() {
  const broken = [];
  for (const file of files('src')) {
    const rule = rules.filter((r) => file.startsWith(r.from)).sort((a, b) => b.from.length - a.from.length)[0];
    const text = readFileSync(path.join(root, file), 'utf8');
    if (/^export \* from/m.test(text)) broken.push(`${file}: re-exports a whole module (no barrel files)`);
    for (const found of text.matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      const name = found[1];
      if (name.startsWith('.')) {
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), name)).replace(/\?.*$/, '');
        const own = features.exec(file)?.[1];
        const other = features.exec(target)?.[1];
        if (own && other && own !== other) broken.push(`${file}: feature "${own}" imports feature "${other}"`);
        else if (!rule.to.some((prefix) => target.startsWith(prefix))) broken.push(`${file}: may not import ${target}`);
      } else if (!rule.packages.some((p) => matches(p, name)) || rule.not?.some((p) => matches(p, name))) {
        broken.push(`${file}: may not import ${name}`);
      }
    }
  }
  return broken;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const broken = check();
  for (const line of broken) console.error(line);
  process.exit(broken.length ? 1 : 0);
}
