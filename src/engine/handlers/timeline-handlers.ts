import { newCredentialEvents } from '../../shared/cloudtrail/glyph.ts';
import { object, text } from '../../shared/cloudtrail/record.ts';
import type { TimelineContext } from '../../shared/contract/search.ts';
import type { CaseIndex } from '../store/case-index.ts';
import { derivedOf, type LoadedIndex } from './loaded-index.ts';
import type { ReaderCase } from './reader-case.ts';

type Marker = TimelineContext['markers'][number];
type Gap = TimelineContext['uncollected'][number];

/** More could not be told apart on any screen. */
const mostMarkers = 600;
const mostGaps = 200;

/** What time charts show whatever the query is. */
export function timelineContext(reader: ReaderCase): TimelineContext {
  return derivedOf(reader.current, makeContext);
}

function makeContext({ index }: LoadedIndex): TimelineContext {
  const gaps = loggingGaps(index);
  const markers = [...credentialMarkers(index), ...insightMarkers(index), ...gaps.map(gapMarker)];
  markers.sort((a, b) => a.timeEpochSeconds - b.timeEpochSeconds);
  return {
    caseFromEpochSeconds: index.timesEpochSeconds[0] ?? null,
    caseToEpochSeconds: index.timesEpochSeconds[index.count - 1] ?? null,
    uncollected: gaps,
    markers: thinned(markers),
  };
}

/** Rows whose value of a field passes, oldest first. */
function rowsWhere(index: CaseIndex, field: 'event' | 'category', passes: (value: string) => boolean): number[] {
  const column = index.column(field);
  const accepted = Uint8Array.from(index.dictionary(field).values, (value) =>
    value !== null && passes(value) ? 1 : 0,
  );
  const rows: number[] = [];
  if (!accepted.includes(1)) return rows;
  for (let row = 0; row < index.count; row++) if (accepted[column[row]!] === 1) rows.push(row);
  return rows;
}

function valueAt(
  index: CaseIndex,
  field: 'event' | 'principal' | 'account' | 'outcome' | 'region',
  row: number,
): string | null {
  return index.dictionary(field).values[index.column(field)[row]!] ?? null;
}

function credentialMarkers(index: CaseIndex): Marker[] {
  return rowsWhere(index, 'event', (event) => newCredentialEvents.has(event))
    .filter((row) => valueAt(index, 'outcome', row) === 'success')
    .map((row) => {
      const by = valueAt(index, 'principal', row);
      return {
        kind: 'credential',
        timeEpochSeconds: index.timesEpochSeconds[row]!,
        label: `${valueAt(index, 'event', row)}${by === null ? '' : ` by ${by}`}`,
        eventId: index.eventId(row),
      };
    });
}

function insightMarkers(index: CaseIndex): Marker[] {
  return rowsWhere(index, 'category', (category) => category === 'insight').map((row) => {
    const event = valueAt(index, 'event', row);
    return {
      kind: 'insight',
      timeEpochSeconds: index.timesEpochSeconds[row]!,
      label: event === null ? 'Insight' : `Insight on ${event}`,
      eventId: index.eventId(row),
    };
  });
}

function gapMarker(gap: Gap): Marker {
  return {
    kind: 'gap',
    timeEpochSeconds: gap.fromEpochSeconds,
    label: gap.label,
    eventId: gap.eventIds[0]!,
  };
}

const stopping = new Set(['StopLogging', 'DeleteTrail']);
const starting = new Set(['StartLogging', 'CreateTrail']);

/**
 * Spans in which a trail was off: from a successful StopLogging or DeleteTrail to the next StartLogging (or creation) of
 * that trail, else to the end of the case. Another trail may have recorded the same account meanwhile, so the label names
 * the trail.
 */
function loggingGaps(index: CaseIndex): Gap[] {
  const rows = rowsWhere(index, 'event', (event) => stopping.has(event) || starting.has(event)).filter(
    (row) => valueAt(index, 'outcome', row) === 'success',
  );
  const last = index.timesEpochSeconds[index.count - 1] ?? 0;
  const open = new Map<string, Gap>();
  const gaps: Gap[] = [];
  for (const row of rows) {
    const trail = trailOf(index, row);
    const account = valueAt(index, 'account', row) ?? 'an unknown account';
    const key = `${account} ${trail}`;
    const time = index.timesEpochSeconds[row]!;
    const gap = open.get(key);
    if (starting.has(valueAt(index, 'event', row)!)) {
      if (gap === undefined) continue;
      gap.toEpochSeconds = time;
      gap.eventIds.push(index.eventId(row));
      open.delete(key);
    } else if (gap === undefined) {
      const did = valueAt(index, 'event', row) === 'DeleteTrail' ? 'deleted' : 'stopped';
      const opened: Gap = {
        fromEpochSeconds: time,
        toEpochSeconds: last,
        label: `Trail ${trail} was ${did} in ${account}`,
        eventIds: [index.eventId(row)],
      };
      open.set(key, opened);
      gaps.push(opened);
    } else gap.eventIds.push(index.eventId(row));
    if (gaps.length >= mostGaps) break;
  }
  return gaps.map((gap) => ({ ...gap, eventIds: gap.eventIds.slice(0, 20) }));
}

/** Plain name of the trail a call is about: `name` may be its ARN. */
function trailOf(index: CaseIndex, row: number): string {
  const bytes = index.raw.readRecord(index.recordNumbers[row]!);
  const record = object(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')));
  const name = text(object(record['requestParameters'])['name']) ?? text(object(record['responseElements'])['name']);
  return name === null ? '(unnamed)' : (name.split('/').at(-1) ?? name).slice(0, 128);
}

/** Evenly fewer markers of the kinds that are too many; gaps always stay. */
function thinned(markers: Marker[]): Marker[] {
  if (markers.length <= mostMarkers) return markers;
  const gaps = markers.filter(({ kind }) => kind === 'gap');
  const others = markers.filter(({ kind }) => kind !== 'gap');
  const step = others.length / Math.max(1, mostMarkers - gaps.length);
  const kept = others.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  return [...gaps, ...kept].sort((a, b) => a.timeEpochSeconds - b.timeEpochSeconds);
}
