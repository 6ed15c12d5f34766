const longestName = 120;
/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** Why a text cannot be the name of a case file on every system, in one sentence; null when it can. */
export function caseNameProblem(text: string): string | null {
  const name = text.trim();
  if (name === '') return 'A case needs a name.';
  if (name.length > longestName) return `A name has at most ${longestName} characters; this one has ${name.length}.`;
  const bad = /[\\/:*?"<>|\p{Cc}\p{Cf}]/u.exec(name);
  if (bad !== null) {
    const shown = /[\p{Cc}\p{Cf}]/u.test(bad[0]) ? 'an invisible character' : bad[0];
    return `The name becomes a file name, which cannot hold ${shown}.`;
  }
  if (name.startsWith('.') || name.endsWith('.')) return 'A file name cannot begin or end with a full stop.';
  if (reserved.test(name)) return `Windows keeps the name ${name} for a device.`;
  return null;
}

/** What dropped logs suggest as the name of their case: the first one's, without folders and endings. */
export function suggestedCaseName(displayNames: readonly string[]): string {
  const last = (displayNames[0] ?? '').split(/[\\/]/).findLast((part) => part !== '') ?? '';
  const name = last
    .replace(/(\.(json|jsonl|ndjson|csv|zip|tar|tgz|gz|zst|log|txt))+$/i, '')
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.~]+|[\s.]+$/g, '')
    .slice(0, longestName);
  return caseNameProblem(name) === null ? name : '';
}
