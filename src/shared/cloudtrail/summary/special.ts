import type { EventFields } from '../event.ts';
import { at, items, list, number, object, text } from '../record.ts';
import type { JsonObject } from '../record.ts';

export interface Summary {
  /** One sentence without a full stop: who did what, and how it ended. */
  sentence: string;
  /** One or two short sentences: target, account, address, reason. May be empty. */
  context: string;
}

/** A number for a sentence: separators, at most three significant digits below 100. */
export function formatNumber(value: number): string {
  return value.toLocaleString(
    'en-US',
    Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 },
  );
}

/** Sentence of a console sign-in, or null where the event is none. */
export function signInSentence(record: JsonObject, fields: EventFields, who: string): string | null {
  const hasFailed = fields.outcome !== 'success';
  if (fields.event === 'ConsoleLogin') {
    const isRoot = fields.type === 'Root';
    if (hasFailed) {
      if (isRoot) return 'A console sign-in as the root user failed';
      return fields.principal === null || fields.principal === 'unknown'
        ? 'A console sign-in with an unknown user name failed'
        : `A console sign-in as ${fields.principal} failed`;
    }
    const mfa = fields.mfa === 'true' ? ' with MFA' : fields.mfa === 'false' ? ' without MFA' : '';
    return `${who} signed in to the console${mfa}`;
  }
  if (fields.event === 'CheckMfa') {
    const kind = text(object(record['additionalEventData'])['MfaType']);
    const device = kind === null ? '' : ` (${kind})`;
    return hasFailed
      ? `${who} failed the MFA check at sign-in${device}`
      : `${who} was asked for MFA at sign-in${device}`;
  }
  return null;
}

/** Sentence and figures of an Insight. Rates are calls a minute. Source: user guide, "CloudTrail Insights event record". */
export function insightSummary(record: JsonObject, fields: EventFields): Summary {
  const details = object(record['insightDetails']);
  const statistics = object(object(details['insightContext'])['statistics']);
  const baseline = number(at(statistics, 'baseline', 'average'));
  const rate = number(at(statistics, 'insight', 'average'));
  const minutes = number(statistics['insightDuration']);
  const errorCode = text(details['errorCode']);
  const call = [fields.service, fields.event].filter((part) => part !== null).join(' ');
  const subject = errorCode === null ? `Call rate of ${call}` : `Rate of ${errorCode} errors of ${call}`;
  const isStart = text(details['state'])?.toLowerCase() === 'start';
  const duration = minutes === null || isStart ? '' : ` for ${formatNumber(minutes)} min`;
  const figures = [
    baseline === null ? null : `Baseline ${formatNumber(baseline)} a minute`,
    rate === null ? null : `${baseline === null ? 'Rate' : 'now'} ${formatNumber(rate)} a minute`,
  ].filter((part) => part !== null);
  const state = isStart ? 'The Insight begins here' : 'The Insight ends here';
  return {
    sentence: `${subject} ${changeOfRate(baseline, rate)}${duration}`,
    context: [state, figures.join(', ')]
      .filter((part) => part !== '')
      .map((part) => `${part}.`)
      .join(' '),
  };
}

function changeOfRate(baseline: number | null, rate: number | null): string {
  if (baseline === null || rate === null) return 'was unusual';
  if (rate === 0) return 'fell to zero';
  if (baseline === 0) return `rose from zero to ${formatNumber(rate)} a minute`;
  const ratio = rate / baseline;
  return ratio >= 1
    ? `was ${formatNumber(ratio)} times its baseline`
    : `fell to ${formatNumber(ratio * 100)} % of its baseline`;
}

/** Sentence of a five-minute summary of data events. */
export function aggregatedSummary(record: JsonObject, fields: EventFields): Summary {
  const summary = object(record['summary']);
  const primary = object(summary['primaryDimension']);
  const statistics = list(primary['statistics']).map((entry) => object(entry));
  const total = statistics.reduce((sum, entry) => sum + (number(entry['value']) ?? 0), 0);
  const name = text(statistics[0]?.['name']);
  const service = fields.service ?? 'a service';
  const window = object(record['timeWindow']);
  const minutes = /^PT(\d+)M$/.exec(text(window['windowSize']) ?? '')?.[1] ?? '5';
  const subject =
    statistics.length === 1 && name !== null
      ? subjectOf(text(primary['dimension']), name, service)
      : `${service} data events`;
  const parts = items(summary['details'])
    .map((entry) => text(object(entry)['dimension']))
    .filter((dimension) => dimension !== null);
  return {
    sentence: `${formatNumber(total)} ${total === 1 ? 'data event' : 'data events'} in ${minutes} min: ${subject}`,
    context: `A summary CloudTrail made of data events${parts.length > 0 ? `, by ${parts.join(', ')}` : ''}.`,
  };
}

function subjectOf(dimension: string | null, name: string, service: string): string {
  return dimension === 'eventName' ? `${service} ${name}` : `${name} (${service})`;
}
