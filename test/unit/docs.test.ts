import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/main/cli/program.ts';
import { eventCommands } from '../../src/renderer/src/commands/event-commands.ts';
import { queryFields } from '../../src/shared/query/fields.ts';
import { parseQuery } from '../../src/shared/query/parse.ts';

// The documents are held to the project: what they name has to be there.

const root = path.resolve(import.meta.dirname, '../..');
const notOurs = new Set(['node_modules', 'out', 'artifacts', '.git', 'test-results', 'playwright-report']);

function markdownBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : markdownBelow(name);
    return entry.name.endsWith('.md') ? [name] : [];
  });
}

const documents = markdownBelow('.');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const withoutFences = (text: string): string => text.replaceAll(/^```[^]*?^```$/gm, '');
const unique = (values: Iterable<string>): string[] => [...new Set(values)];

/** The id that a heading gets on code forges: lower case, punctuation gone, spaces to hyphens. */
function anchorsOf(name: string): string[] {
  return [...withoutFences(read(name)).matchAll(/^#+ (.+)$/gm)].map((heading) =>
    (heading[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links to places of the project: `[text](docs/x.md#anchor)` and pictures. */
function linksOf(name: string): string[] {
  const found = withoutFences(read(name)).matchAll(/\]\(([^)\s]+)\)/g);
  return unique([...found].map((link) => link[1] ?? '')).filter((target) => !/^[a-z]+:/.test(target));
}

/** Paths in code spans. `<name>`, `NNNN` and `*` stand for any name. */
function pathsOf(name: string): string[] {
  const spans = [...withoutFences(read(name)).matchAll(/`([^`\n]+)`/g)].map((span) => span[1] ?? '');
  const inFolders = /^(?:\.ci|src|test|docs|scripts|resources)\/[^\s]*$/;
  const fileName = /^[\w./<>*-]+\.(?:ts|tsx|mjs|md|css)$/;
  return unique(spans).filter((span) => inFolders.test(span) || (fileName.test(span) && !span.startsWith('.')));
}

/**
 * Whether a path is there: seen from the root, from the document, or, in a README of the sources, from a folder below it.
 * The name of a file alone may lie anywhere in the project's own folders.
 */
function isThere(document: string, named: string): boolean {
  const pattern = named.replaceAll(/<[^>]*>|NNNN/g, '*');
  const folder = path.posix.dirname(document);
  const patterns = [pattern, path.posix.join(folder, pattern)];
  if (folder.startsWith('src')) patterns.push(path.posix.join(folder, '**', pattern));
  if (!pattern.includes('/')) patterns.push(`{src,scripts,test}/**/${pattern}`);
  return patterns.some((each) => globSync(each, { cwd: root }).length > 0);
}

const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);

describe.each(documents)('%s', (document) => {
  test('links to what is there', () => {
    const broken = linksOf(document).filter((link) => {
      const [target = '', anchor] = link.split('#', 2);
      const file = target === '' ? document : path.posix.join(path.posix.dirname(document), decodeURI(target));
      if (!existsSync(path.join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(file).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('names files and folders that are there', () => {
    expect(pathsOf(document).filter((named) => !isThere(document, named))).toEqual([]);
  });

  test('names npm scripts that are there', () => {
    const named = [...read(document).matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short ?? '',
    );
    expect(unique(named).filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

test('every folder of the sources that has a README says so in words', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']));
  for (const folder of readdirSync(path.join(root, 'src'))) expect(documents).toContain(`src/${folder}/README.md`);
});

describe('decisions', () => {
  const folder = 'docs/decisions';
  const records = readdirSync(path.join(root, folder))
    .filter((name) => /^\d{4}-/.test(name))
    .sort();

  test('are numbered without gaps and listed', () => {
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_, index) => index + 1));
    expect(linksOf(`${folder}/README.md`)).toEqual(expect.arrayContaining(records));
  });

  test.each(records)('%s says context, decision and consequences', (name) => {
    const headings = [...read(`${folder}/${name}`).matchAll(/^## (.+)$/gm)].map((heading) => heading[1]);
    expect(headings).toEqual(['Context', 'Decision', 'Consequences']);
  });
});

describe('the user guide', () => {
  const guide = readdirSync(path.join(root, 'docs/user-guide')).map((name) => `docs/user-guide/${name}`);

  test('lists every query field, and no other', () => {
    const section = /^## Fields$([^]*?)^## /m.exec(read('docs/user-guide/searching.md'))?.[1] ?? '';
    const listed = [...section.matchAll(/^\| `([^`]+)`/gm)].map((row) => row[1]);
    expect(listed.sort()).toEqual(queryFields.map((field) => field.name).sort());
  });

  test('gives queries that can be read', () => {
    const queries = guide.flatMap((name) =>
      [...read(name).matchAll(/^```query\n([^]*?)^```$/gm)].flatMap((block) => (block[1] ?? '').trim().split('\n')),
    );
    expect(queries.length).toBeGreaterThan(10);
    expect(queries.filter((query) => !parseQuery(query).ok)).toEqual([]);
  });

  test('describes every command of the command line with every option', () => {
    const sections = read('docs/user-guide/command-line.md').split(/^## /m);
    const missing = buildProgram(() => undefined).commands.flatMap((command) => {
      const section = sections.find((text) => text.startsWith(`${command.name()}\n`));
      if (section === undefined) return [command.name()];
      // What holds for every command is said once.
      const own = command.options.map((option) => option.long ?? option.flags).filter((option) => option !== '--json');
      return own.filter((option) => !section.includes(option)).map((option) => `${command.name()} ${option}`);
    });
    expect(missing).toEqual([]);
  });

  test('names commands that the command line has', () => {
    const known = new Set(['COMMAND', ...buildProgram(() => undefined).commands.map((command) => command.name())]);
    const named = [...guide, 'README.md'].flatMap((name) =>
      [...read(name).matchAll(/(?:^|`)(?:npm run -s spoor -- |spoor )([\w-]+)/gm)].map((found) => found[1] ?? ''),
    );
    expect(named).toContain('query');
    expect(unique(named).filter((name) => !known.has(name))).toEqual([]);
  });

  test('gives the keys of the Events screen as they are', () => {
    const section = /^## Keys$([^]*?)(?:^## |(?![^]))/m.exec(read('docs/user-guide/events-screen.md'))?.[1] ?? '';
    const listed = [...section.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)]
      .map(([, keys = '', title]) => [[...keys.matchAll(/`([^`]+)`/g)].map((key) => key[1]), title] as const)
      .filter(([keys]) => keys.length > 0);
    const expected = eventCommands.flatMap(({ shortcuts, title }) => (shortcuts ? [[shortcuts, title] as const] : []));
    expect(listed).toEqual(expected);
  });
});
