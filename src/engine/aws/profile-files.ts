import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Problem } from '../../shared/contract/jobs.ts';
import { parseIni, type IniFile, type IniSection } from './ini-file.ts';

/** A setting of a profile and where it was found. */
export interface Setting {
  value: string;
  file: string;
  line: number;
}

export interface ProfileEntry {
  name: string;
  /** Where the profile is first named. */
  file: string;
  line: number;
  settings: ReadonlyMap<string, Setting>;
  /** Nested settings by group, such as `s3`. */
  nested: ReadonlyMap<string, ReadonlyMap<string, Setting>>;
}

/** What the two files of the AWS CLI say. */
export interface ProfileFiles {
  configFile: string;
  credentialsFile: string;
  profiles: ReadonlyMap<string, ProfileEntry>;
  /** `[sso-session NAME]` */
  signInSessions: ReadonlyMap<string, ProfileEntry>;
  /** `[services NAME]` */
  serviceSections: ReadonlyMap<string, ProfileEntry>;
  problems: Problem[];
}

/** The home folder as the AWS CLI and the SDK find it. */
export function awsHomeFolder(): string {
  return process.env['HOME'] || process.env['USERPROFILE'] || homedir();
}

function fileFrom(variable: string, name: string): string {
  const named = process.env[variable];
  if (named === undefined || named === '') return path.join(awsHomeFolder(), '.aws', name);
  return named === '~' || named.startsWith('~/') ? path.join(awsHomeFolder(), named.slice(1)) : named;
}

/** `AWS_CONFIG_FILE`, else `~/.aws/config`. */
export function configFilePath(): string {
  return fileFrom('AWS_CONFIG_FILE', 'config');
}

/** `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`. */
export function credentialsFilePath(): string {
  return fileFrom('AWS_SHARED_CREDENTIALS_FILE', 'credentials');
}

interface MutableEntry extends ProfileEntry {
  settings: Map<string, Setting>;
  nested: Map<string, Map<string, Setting>>;
}

/**
 * Reads both files anew (never from a cache: they change while a responder signs in elsewhere). A file that is not there
 * is no problem; one that cannot be read is. Where both files set the same, the credentials file wins, as in the AWS CLI.
 */
export async function readProfileFiles(): Promise<ProfileFiles> {
  const configFile = configFilePath();
  const credentialsFile = credentialsFilePath();
  const problems: Problem[] = [];
  const profiles = new Map<string, MutableEntry>();
  const signInSessions = new Map<string, MutableEntry>();
  const serviceSections = new Map<string, MutableEntry>();

  for (const section of (await readIni(configFile, problems)).sections) {
    const [kind, name] = configTitle(section.title);
    if (kind === 'profile') merge(profiles, name, configFile, section);
    else if (kind === 'sso-session') merge(signInSessions, name, configFile, section);
    else if (kind === 'services') merge(serviceSections, name, configFile, section);
    else if (kind === null) {
      problems.push(
        problem(
          configFile,
          section.line,
          `The AWS CLI reads profiles of this file as [profile NAME]: write [profile ${section.title}], or [${section.title}] in the credentials file.`,
        ),
      );
    }
  }
  for (const section of (await readIni(credentialsFile, problems)).sections) {
    if (/^(profile|sso-session|services)\s/.test(section.title)) {
      problems.push(
        problem(
          credentialsFile,
          section.line,
          `In the credentials file a section is the plain name of its profile: [${section.title}] belongs into the config file.`,
        ),
      );
      continue;
    }
    merge(profiles, section.title, credentialsFile, section);
  }
  return { configFile, credentialsFile, profiles, signInSessions, serviceSections, problems };
}

/** A problem of a file with its line. */
export function problem(file: string, line: number, message: string): Problem {
  return { source: file, position: `line ${line}`, code: 'aws-profile', message };
}

async function readIni(file: string, problems: Problem[]): Promise<IniFile> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      problems.push({
        source: file,
        position: null,
        code: 'aws-profile',
        message: `The file cannot be read (${code ?? String(error)}).`,
      });
    }
    return { sections: [], problems: [] };
  }
  const ini = parseIni(bytes.toString('utf8'));
  problems.push(...ini.problems.map(({ line, message }) => problem(file, line, message)));
  return ini;
}

function configTitle(title: string): [kind: 'profile' | 'sso-session' | 'services' | 'other' | null, name: string] {
  if (title === 'default') return ['profile', 'default'];
  const match = /^([a-z-]+) (.+)$/.exec(title);
  if (match === null) return title === 'preview' || title === 'plugins' ? ['other', title] : [null, title];
  const [, kind = '', name = ''] = match;
  if (kind === 'profile' || kind === 'sso-session' || kind === 'services') return [kind, name];
  return [null, title];
}

function merge(entries: Map<string, MutableEntry>, name: string, file: string, section: IniSection): void {
  const entry = entries.get(name) ?? { name, file, line: section.line, settings: new Map(), nested: new Map() };
  entries.set(name, entry);
  for (const [key, setting] of section.settings) entry.settings.set(key, { ...setting, file });
  for (const [group, settings] of section.nested) {
    const target = entry.nested.get(group) ?? new Map<string, Setting>();
    entry.nested.set(group, target);
    for (const [key, setting] of settings) target.set(key, { ...setting, file });
  }
}
