import type { LookAlikeCode } from './look-alikes.ts';

/** Logs that are not CloudTrail, by their first line. */
const firstLines: readonly (readonly [pattern: RegExp, code: LookAlikeCode])[] = [
  [/^(?:version )?account-id interface-id |^version .*\binterface-id\b/, 'vpc-flow-log'],
  [/^\d+ (?:\d{12}|unknown) (?:eni-[0-9a-f]+|-) \S+ \S+ /, 'vpc-flow-log'],
  [/^(?:https?|h2|grpcs?|wss?|tls) (?:2\.0 )?\d{4}-\d\d-\d\dT\S+ \S+\/\S+/, 'alb-log'],
  [/^\d{4}-\d\d-\d\dT\S+Z \S+ \d+\.\d+\.\d+\.\d+:\d+ /, 'alb-log'],
  [/^[0-9a-f]{64} \S+ \[\d\d\/\w{3}\/\d{4}:/, 's3-access-log'],
  [/^Permission Check Successful/i, 'cloudwatch-test'],
];

const jsonStart = /^[\s\uFEFF]*(?:\[\s*)*[{"[]/;
/** Marks of records anywhere in text. */
const recordMarks = /eventSource|eventName|CloudTrailEvent|eventVersion/;

/** How text is to be read. */
export type TextKind =
  | { kind: 'json' }
  /** Lines with text before their JSON. */
  | { kind: 'prefixed' }
  | { kind: 'look-alike'; code: LookAlikeCode };

/**
 * Says how text is to be read.
 *
 * @param head the first stretch of the text
 * @param isWhole whether that is all of it
 */
export function textKind(head: Buffer, isWhole: boolean): TextKind {
  // The record separators of RFC 7464 count as white space.
  const start = head.toString('utf8', 0, 4096).replaceAll('\x1e', ' ');
  const trimmed = start.replace(/^[\s\uFEFF]+/, '');
  if (trimmed === '' && isWhole) return { kind: 'look-alike', code: 'empty' };
  for (const [pattern, code] of firstLines) if (pattern.test(trimmed)) return { kind: 'look-alike', code };
  // A log line may start with a bracketed time; JSON lists go on with a value.
  if (jsonStart.test(start) && !/^\[\s*[^\s[{"\]tfn\d-]|^\[[^\]\n{"]*\] /.test(trimmed)) return { kind: 'json' };
  const hasObject = head.includes('{');
  if (hasObject && (!isWhole || recordMarks.test(head.toString('latin1')))) return { kind: 'prefixed' };
  return { kind: 'look-alike', code: isLog(start) ? 'not-cloudtrail' : 'document' };
}

/** Most lines with a time or an address in them: some log. */
function isLog(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const dated = lines.filter((line) => /\d\d:\d\d:\d\d|\d+\.\d+\.\d+\.\d+/.test(line));
  return dated.length * 2 > lines.length;
}

/** What text is that starts like JSON but is not: the forms that other programs print objects in. */
export function brokenJsonKind(head: Buffer): LookAlikeCode | null {
  const start = head.toString('utf8', 0, 4096).replace(/^[\s\uFEFF]+/, '');
  if (/^\[?\s*\{\s*'/.test(start) || /\bdatetime\.datetime\(/.test(start)) return 'python-repr';
  return /^\[?\s*\{\s*[A-Za-z_$][\w$]*\s*:/.test(start) ? 'javascript-object' : null;
}
