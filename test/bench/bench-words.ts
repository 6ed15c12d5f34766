import type { CaseIndex } from '../../src/engine/entry.ts';

export interface BenchWord {
  kind: 'one hit' | 'absent' | 'about 1,000 hits' | 'quoted' | 'absent substring' | 'path and value' | 'path';
  query: string;
}

/** The end of an eventID that stands in no other id: a word with one hit. From the middle of the case, so that no order favours it. */
function pieceOfId(index: CaseIndex): string {
  for (let row = index.count >> 1; row < index.count; row++) {
    const piece = /^[0-9a-f-]{24}([0-9a-f]{12})$/.exec(index.eventId(row))?.[1];
    // Digits alone would be read as part of a number elsewhere.
    if (piece !== undefined && /[a-f]/.test(piece)) return piece;
  }
  throw new Error('no event of the case has a UUID as its id');
}

/** The access key with the number of events nearest to this. */
function keyWithEvents(index: CaseIndex, wanted: number): string {
  const column = index.column('key');
  const { values } = index.dictionary('key');
  const counts = new Uint32Array(values.length);
  for (const id of column) counts[id]!++;
  let best = 1;
  for (let id = 1; id < values.length; id++) {
    if (Math.abs(counts[id]! - wanted) < Math.abs(counts[best]! - wanted)) best = id;
  }
  return values[best]!;
}

/** The bucket with the number of events nearest to this. */
function bucketWithEvents(index: CaseIndex, wanted: number): string {
  const counts = new Uint32Array(index.resources.values.length);
  for (const set of index.resourceSets) for (const resource of index.resourceSetMembers[set]!) counts[resource]!++;
  let best = { name: 'none', distance: Number.POSITIVE_INFINITY };
  index.resources.values.forEach((value, id) => {
    const name = /^arn:aws:s3:::([a-z0-9-]+)$/.exec(value ?? '')?.[1];
    const distance = Math.abs(counts[id]! - wanted);
    if (name !== undefined && distance < best.distance) best = { name, distance };
  });
  return best.name;
}

/** The words, substrings and paths that are looked for. */
export function benchWords(index: CaseIndex): BenchWord[] {
  return [
    { kind: 'one hit', query: pieceOfId(index) },
    { kind: 'absent', query: 'zqxjkvbwph' },
    { kind: 'about 1,000 hits', query: keyWithEvents(index, Math.min(1000, index.count / 100)) },
    { kind: 'quoted', query: '"\\"eventName\\":\\"CreateAccessKey\\""' },
    { kind: 'absent substring', query: '"zq xj"' },
    {
      kind: 'path and value',
      query: `requestParameters.bucketName:${bucketWithEvents(index, Math.min(1000, index.count / 100))}`,
    },
    // Its name stands in most records, in another place.
    { kind: 'path', query: 'requestParameters.userName:*' },
  ];
}
