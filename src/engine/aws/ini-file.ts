/** A setting and the line it stands on, counted from 1. */
export interface IniSetting {
  value: string;
  line: number;
}

export interface IniSection {
  /** As written between the brackets, without quotes: `default`, `profile acme`, `sso-session corp`. */
  title: string;
  line: number;
  settings: Map<string, IniSetting>;
  /** Settings indented below one without a value, by the name of that one: `s3`, or a service of a `services` section. */
  nested: Map<string, Map<string, IniSetting>>;
}

export interface IniProblem {
  line: number;
  message: string;
}

export interface IniFile {
  sections: IniSection[];
  problems: IniProblem[];
}

/**
 * Reads a shared config or credentials file (format: AWS SDKs and Tools Reference Guide, "Shared config and credentials
 * files"). Comments begin a line with `#` or `;`, or follow a blank. Sections of the same title are one, the later
 * setting wins. What cannot be read is a problem with its line, and never ends the reading: the other profiles work.
 */
export function parseIni(text: string): IniFile {
  const sections = new Map<string, IniSection>();
  const problems: IniProblem[] = [];
  let section: IniSection | null = null;
  let outer: string | null = null;
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    const content = withoutComment(raw);
    if (content === '') continue;
    if (content.startsWith('[')) {
      outer = null;
      section = null;
      const title = sectionTitle(content);
      if (title === null) {
        problems.push({
          line,
          message: 'The name of a section is not closed with "]". What stands below it is left out.',
        });
        continue;
      }
      const before = sections.get(title);
      if (before !== undefined) {
        problems.push({
          line,
          message: `The section [${title}] is written twice (first on line ${before.line}); the settings of both count, the later ones win.`,
        });
      }
      section = before ?? { title, line, settings: new Map(), nested: new Map() };
      sections.set(title, section);
      continue;
    }
    const equals = content.indexOf('=');
    if (equals <= 0) {
      // Not quoted: a line in a wrong place may hold a secret.
      problems.push({ line, message: 'The line is neither a section, nor a setting (name = value), nor a comment.' });
      continue;
    }
    const name = content.slice(0, equals).trim().toLowerCase();
    const value = content.slice(equals + 1).trim();
    if (section === null) {
      problems.push({ line, message: `The setting ${name} belongs to no section.` });
      continue;
    }
    const indented = /^[ \t]/.test(raw);
    if (!indented) outer = null;
    if (value === '' && !indented) {
      outer = name;
      if (!section.nested.has(name)) section.nested.set(name, new Map());
      continue;
    }
    const target: Map<string, IniSetting> = outer === null ? section.settings : section.nested.get(outer)!;
    const before = target.get(name);
    if (before !== undefined && section.line < before.line) {
      problems.push({
        line,
        message: `The setting ${name} is written twice in [${section.title}] (first on line ${before.line}); the later one wins.`,
      });
    }
    target.set(name, { value, line });
  }
  return { sections: [...sections.values()], problems };
}

function withoutComment(raw: string): string {
  return raw.replace(/(^|\s)[#;].*$/, '').trim();
}

/** The text between the brackets with single blanks and without quotes around the name, or null. */
function sectionTitle(content: string): string | null {
  const match = /^\[\s*(.*?)\s*\]$/.exec(content);
  if (match === null) return null;
  const [, inner = ''] = match;
  const named = /^([A-Za-z-]+)\s+(.+)$/.exec(inner);
  if (named === null) return unquoted(inner);
  return `${named[1]} ${unquoted(named[2] ?? '')}`;
}

function unquoted(text: string): string {
  const match = /^(["'])(.*)\1$/.exec(text);
  return match === null ? text : (match[2] ?? '');
}
