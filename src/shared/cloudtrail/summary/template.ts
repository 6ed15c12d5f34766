import { parseArn, shortenMiddle } from '../identifiers.ts';
import { isMasked, object } from '../record.ts';
import type { JsonObject } from '../record.ts';

/**
 * What an event did, as a phrase that follows the name of the actor: `attached {policy:policyArn} to {*user:userName}`.
 * - `{noun:path|path}` is the noun with the value of the first path that has one (`policy AdministratorAccess`), `a noun` where none
 *   has, and the bare value where the noun is empty;
 * - `*` marks the target of the call; without a mark it is the first value;
 * - `[ … ]` is left out unless every value in it is found.
 * Paths start in requestParameters, or in responseElements (`re.`), additionalEventData (`ae.`), serviceEventDetails (`se.`), resources (`rs.`). Lists on
 * the way are followed into each element.
 */
export type Template = string;
export type PhraseTable = Readonly<Record<string, Readonly<Record<string, Template>>>>;

interface ValuePart {
  noun: string;
  paths: readonly (readonly string[])[];
  isTarget: boolean;
}
type Part = string | ValuePart | readonly Part[];

const parsed = new Map<Template, readonly Part[]>();

function partsOf(template: Template): readonly Part[] {
  let parts = parsed.get(template);
  if (parts === undefined) {
    parts = parse(template);
    parsed.set(template, parts);
  }
  return parts;
}

function parse(template: Template): readonly Part[] {
  const parts: Part[] = [];
  for (const match of template.matchAll(/\[([^\]]*)\]|\{(\*?)([^:}]*):([^}]*)\}|[^[{]+/g)) {
    const [whole, optional, mark, noun, paths] = match;
    if (optional !== undefined) parts.push(parse(optional));
    else if (paths === undefined) parts.push(whole);
    else
      parts.push({ noun: noun ?? '', isTarget: mark === '*', paths: paths.split('|').map((path) => path.split('.')) });
  }
  return parts;
}

/** The phrase for a record. */
export function renderTemplate(template: Template, record: JsonObject): string {
  return render(partsOf(template), record) ?? '';
}

/** Target of the call with its noun (`user svc-backup-sync`), or null where the record does not name it. */
export function targetOfTemplate(template: Template, record: JsonObject): string | null {
  const target = targetPart(template);
  const values = target ? valuesOf(target, record) : [];
  return target && values.length > 0 ? withNoun(target.noun, values) : null;
}

/** Noun of the target (`user`), or null where the phrase has none. */
export function targetNoun(template: Template): string | null {
  return targetPart(template)?.noun || null;
}

function targetPart(template: Template): ValuePart | undefined {
  const values = partsOf(template)
    .flat()
    .filter((part): part is ValuePart => typeof part === 'object' && 'paths' in part);
  return values.find((part) => part.isTarget) ?? values[0];
}

/** Null where `isOptional` and a value is missing. */
function render(parts: readonly Part[], record: JsonObject, isOptional = false): string | null {
  let result = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      result += part;
    } else if ('paths' in part) {
      const values = valuesOf(part, record);
      if (values.length === 0 && isOptional) return null;
      result += values.length > 0 ? withNoun(part.noun, values) : withArticle(part.noun);
    } else {
      result += render(part, record, true) ?? '';
    }
  }
  return result;
}

const roots: Readonly<Record<string, string>> = {
  re: 'responseElements',
  ae: 'additionalEventData',
  se: 'serviceEventDetails',
  rs: 'resources',
};
/** Enough to count what a sentence counts; batches can be much longer. */
const valueLimit = 1000;

function valuesOf(part: ValuePart, record: JsonObject): string[] {
  for (const path of part.paths) {
    const root = roots[path[0] ?? ''];
    const found: string[] = [];
    collect(record[root ?? 'requestParameters'], root === undefined ? path : path.slice(1), found);
    if (found.length > 0) return [...new Set(found)];
  }
  return [];
}

function collect(value: unknown, path: readonly string[], found: string[]): void {
  if (found.length >= valueLimit) return;
  if (Array.isArray(value)) {
    for (const element of value) collect(element, path, found);
    return;
  }
  const [key, ...rest] = path;
  if (key !== undefined) {
    const child = object(value)[key];
    if (child !== undefined) collect(child, rest, found);
  } else if (typeof value === 'string') {
    if (value.trim() !== '' && !isMasked(value)) found.push(value);
  } else if (typeof value === 'number' || typeof value === 'boolean') {
    found.push(String(value));
  }
}

function withNoun(noun: string, values: readonly string[]): string {
  const names = values.slice(0, values.length > 3 ? 2 : 3).map(shortName);
  const more = values.length - names.length;
  const last = more > 0 ? `${more.toLocaleString('en-US')} more` : names.pop();
  const joined = names.length > 0 ? `${names.join(', ')} and ${last ?? ''}` : (last ?? '');
  if (noun === '') return joined;
  return `${values.length > 1 ? plural(noun) : noun} ${joined}`;
}

/** A name a person recognises: the last part of an ARN (`web`), `bucket/key` of S3, the account of `…:root`. */
export function shortName(value: string): string {
  const arn = parseArn(value);
  if (arn === null) return shortenMiddle(value, 80);
  if (arn.service === 's3') return shortenMiddle(arn.resource, 80);
  if (arn.resource === 'root' && arn.account !== '') return `account ${arn.account}`;
  return shortenMiddle(arn.name, 80);
}

function withArticle(noun: string): string {
  if (noun === '') return '';
  // Said letter by letter, an abbreviation such as MFA or S3 begins with a vowel sound.
  const isVowel = /^(?!SAML)(?:[AEFHILMNORSX][A-Z0-9]|[AEIO](?![A-Z])|[aeio]|un(?!i)|up)/.test(noun);
  return `${isVowel ? 'an' : 'a'} ${noun}`;
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
