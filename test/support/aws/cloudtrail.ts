import { createHash } from 'node:crypto';
import type { IncomingCall } from './request.ts';
import { jsonReply } from './protocol.ts';
import type { LoopbackState } from './state.ts';
import { ApiError, type HistoryEvent, type IssuedCredentials, type Reply } from './types.ts';

const historyMilliseconds = 90 * 86_400_000;

/** The read operations of CloudTrail that Spoor uses. */
export function cloudTrailReply(call: IncomingCall, state: LoopbackState, caller: IssuedCredentials): Reply {
  const { parameters } = call;
  switch (call.operation) {
    case 'LookupEvents':
      return lookupEvents(call, state, caller);
    case 'ListInsightsData':
      return listInsightsData(call, state, caller);
    case 'ListTrails': {
      const trails = state.trails.filter(({ accountId }) => accountId === caller.accountId);
      const start = Number((parameters['NextToken'] as string | undefined) ?? 0);
      const page = trails
        .slice(start, start + 2)
        .map(({ TrailARN, Name, HomeRegion }) => ({ TrailARN, Name, HomeRegion }));
      return jsonReply({ Trails: page, ...(start + 2 < trails.length ? { NextToken: String(start + 2) } : {}) });
    }
    case 'GetTrail': {
      const name = parameters['Name'] as string;
      const trail = state.trails.find(
        ({ TrailARN, Name, HomeRegion }) => TrailARN === name || (Name === name && HomeRegion === call.region),
      );
      if (trail === undefined) throw new ApiError('TrailNotFoundException', `Unknown trail: ${name}`);
      const { accountId: _, ...Trail } = trail;
      return jsonReply({ Trail });
    }
    case 'ListPublicKeys': {
      const [start, end] = [Number(parameters['StartTime'] ?? 0), Number(parameters['EndTime'] ?? Infinity)];
      const keys = (state.publicKeys.get(call.region) ?? []).filter(
        (key) => key.ValidityEndTime >= start && key.ValidityStartTime <= end,
      );
      return jsonReply({ PublicKeyList: keys.map((key) => ({ ...key, Value: key.Value.toString('base64') })) });
    }
    default:
      throw new ApiError('UnsupportedOperationException', `The loopback AWS has no operation ${call.operation}.`);
  }
}

function lookupEvents(call: IncomingCall, state: LoopbackState, caller: IssuedCredentials): Reply {
  const { parameters } = call;
  const category = parameters['EventCategory'] as string | undefined;
  if (category !== undefined && category !== 'insight') {
    throw new ApiError('InvalidEventCategoryException', `Value '${category}' at 'eventCategory' is not valid.`);
  }
  const attributes = (parameters['LookupAttributes'] ?? []) as { AttributeKey: string; AttributeValue: string }[];
  if (attributes.length > 1)
    throw new ApiError('InvalidLookupAttributesException', 'Only one lookup attribute is allowed.');
  const [attribute] = attributes;
  if (
    category === 'insight' &&
    attribute &&
    !['EventId', 'EventName', 'EventSource'].includes(attribute.AttributeKey)
  ) {
    throw new ApiError(
      'InvalidLookupAttributesException',
      `${attribute.AttributeKey} is not supported for Insights events.`,
    );
  }
  const events = state.history(caller.accountId, call.region, category === 'insight' ? 'insight' : 'management');
  return page(call, state, events, (event) => matches(event, attribute?.AttributeKey, attribute?.AttributeValue));
}

function listInsightsData(call: IncomingCall, state: LoopbackState, caller: IssuedCredentials): Reply {
  const { parameters } = call;
  if (parameters['DataType'] !== 'InsightsEvents')
    throw new ApiError('InvalidParameterException', 'DataType must be InsightsEvents.');
  const source = parameters['InsightSource'] as string;
  const trail = state.trails.find(({ TrailARN, accountId }) => TrailARN === source && accountId === caller.accountId);
  if (trail === undefined) throw new ApiError('TrailNotFoundException', `Unknown trail: ${source}`);
  const dimensions = Object.entries((parameters['Dimensions'] ?? {}) as Record<string, string>);
  if (dimensions.length > 1) throw new ApiError('InvalidParameterException', 'Only one dimension is allowed.');
  const [key, value] = dimensions[0] ?? [];
  return page(call, state, state.dataInsights.get(source) ?? [], (event) => matches(event, key, value));
}

function matches(event: HistoryEvent, key: string | undefined, value: string | undefined): boolean {
  if (key === undefined) return true;
  if (key === 'ResourceName') return event.Resources?.some(({ ResourceName }) => ResourceName === value) ?? false;
  if (key === 'ResourceType') return event.Resources?.some(({ ResourceType }) => ResourceType === value) ?? false;
  return event[key as 'EventId' | 'EventName' | 'EventSource' | 'Username' | 'AccessKeyId' | 'ReadOnly'] === value;
}

function page(
  call: IncomingCall,
  state: LoopbackState,
  events: readonly HistoryEvent[],
  wanted: (event: HistoryEvent) => boolean,
): Reply {
  const { NextToken: token, ...others } = call.parameters as Record<string, unknown> & { NextToken?: string };
  const size = (others['MaxResults'] as number | undefined) ?? 50;
  if (size < 1 || size > 50) throw new ApiError('InvalidMaxResultsException', 'MaxResults must be between 1 and 50.');
  const oldest = Math.floor((state.now() - historyMilliseconds) / 1000);
  const start = Math.max((others['StartTime'] as number | undefined) ?? 0, oldest);
  const end = (others['EndTime'] as number | undefined) ?? Number.POSITIVE_INFINITY;
  if (others['StartTime'] !== undefined && (others['StartTime'] as number) > end) {
    throw new ApiError('InvalidTimeRangeException', 'Time range is not valid: start time after end time.');
  }
  // A token holds for the same request only, and for the events that were there.
  const bound = createHash('sha256')
    .update(JSON.stringify([call.operation, call.region, Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('hex')
    .slice(0, 16);
  let index = firstAtOrBefore(events, end);
  if (token !== undefined) {
    const [hash, time, id] = Buffer.from(token, 'base64url').toString().split('\n');
    if (hash !== bound)
      throw new ApiError(
        'InvalidNextTokenException',
        'Invalid token: the parameters differ from those of the first request.',
      );
    index = firstAtOrBefore(events, Number(time));
    // Behind the last event given; all of its second where it is gone.
    const from = index;
    while (index < events.length && events[index]!.EventTime === Number(time) && events[index]!.EventId !== id)
      index += 1;
    index = events[index]?.EventId === id ? index + 1 : from;
  }
  const found: HistoryEvent[] = [];
  for (; index < events.length && events[index]!.EventTime >= start && found.length < size; index += 1) {
    if (wanted(events[index]!)) found.push(events[index]!);
  }
  const more = index < events.length && events[index]!.EventTime >= start;
  const last = events[index - 1];
  const next =
    more && last ? Buffer.from(`${bound}\n${last.EventTime}\n${last.EventId}`).toString('base64url') : undefined;
  return jsonReply({ Events: found, ...(next === undefined ? {} : { NextToken: next }) });
}

/** The place of the first event at or before a time in events sorted from newest to oldest. */
function firstAtOrBefore(events: readonly HistoryEvent[], timeEpochSeconds: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.EventTime > timeEpochSeconds) low = middle + 1;
    else high = middle;
  }
  return low;
}
