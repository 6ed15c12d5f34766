import type { EventFields } from '../event.ts';
import { shortenMiddle } from '../identifiers.ts';
import { isDryRun } from '../outcome.ts';
import { object, text } from '../record.ts';
import type { JsonObject } from '../record.ts';
import { isServiceForwarded } from '../session.ts';
import { parseDenial } from './denial.ts';
import { generalPhrase } from './general.ts';
import { phraseOf } from './phrases.ts';
import { aggregatedSummary, insightSummary, signInSentence } from './special.ts';
import type { Summary } from './special.ts';
import { renderTemplate, shortName, targetNoun, targetOfTemplate } from './template.ts';

export interface SummaryNames {
  /** Name the analyst gave an account, or null. */
  accountName?: (account: string) => string | null;
}

/**
 * One sentence on what happened and a line of context, in plain English: "ci-deploy attempted CreateUser and was denied", "Target user
 * svc-backup-sync, in 111122223333, from 198.51.100.23." Never throws; text of the record is quoted as it is, so it must be shown as text.
 */
export function summarise(record: JsonObject, fields: EventFields, names: SummaryNames = {}): Summary {
  const place = placeOf(record, fields, names);
  if (fields.category === 'insight') {
    const summary = insightSummary(record, fields);
    return { ...summary, context: `${summary.context} ${sentenceOf([place.account])}`.trim() };
  }
  if (fields.category === 'aggregated') {
    const summary = aggregatedSummary(record, fields);
    return { ...summary, context: `${summary.context} ${sentenceOf([place.account])}`.trim() };
  }
  const who = actorOf(fields);
  const signIn = signInSentence(record, fields, who);
  if (signIn !== null) {
    const reason = fields.outcome === 'success' ? null : text(record['errorMessage']);
    return {
      sentence: signIn,
      context: sentenceOf([reason === null ? null : `reason: ${reason}`, place.account, place.address]),
    };
  }
  const event = fields.event ?? text(record['eventType']) ?? 'an event without a name';
  const template = phraseOf(fields.service, event);
  if (fields.outcome === 'success' && !isDryRun(fields.error)) {
    const phrase =
      template === null ? generalPhrase(event, fields.resources[0] ?? null) : renderTemplate(template, record);
    return { sentence: `${who} ${phrase}`, context: sentenceOf([place.account, place.address, place.endpoint]) };
  }
  const message = text(record['errorMessage']) ?? '';
  const denial = parseDenial(message);
  const target = template === null ? null : targetOfTemplate(template, record);
  const context = sentenceOf([
    targetText(target ?? targetFromMessage(template, denial.resource) ?? resourceText(fields)),
    place.account,
    place.address,
    place.endpoint,
  ]);
  const reason = fields.outcome === 'denied' ? denial.reason : null;
  return {
    sentence: `${who} ${attemptOf(event, fields)}`,
    context: [context, reason].filter((part) => part !== null && part !== '').join(' '),
  };
}

function attemptOf(event: string, fields: EventFields): string {
  if (isDryRun(fields.error)) return `asked whether ${event} is allowed; it is, and nothing was changed`;
  const code = fields.error === null ? '' : ` (${fields.error})`;
  switch (fields.outcome) {
    case 'denied':
      return `attempted ${event} and was denied${fields.error === 'VpceAccessDenied' ? ' by the VPC endpoint' : ''}`;
    case 'throttled':
      return `attempted ${event} and was slowed down by AWS${code}`;
    case 'notfound':
      return `attempted ${event} and nothing was found${code}`;
    case 'invalid':
      return `attempted ${event} with a request that is not valid${code}`;
    case 'failed':
    case 'success':
      return `attempted ${event}, which failed${code}`;
  }
}

function actorOf(fields: EventFields): string {
  if (fields.type === 'Root') return 'The root user';
  if (fields.type === 'AWSAccount') {
    const [principal, account] = (fields.principal ?? '').split('@');
    return account === undefined
      ? `A principal of account ${principal ?? ''}`.trim()
      : `${principal ?? ''} of account ${account}`;
  }
  if (fields.principal === null || fields.principal === 'unknown') return 'An unknown caller';
  return shortenMiddle(fields.principal, 80);
}

interface Place {
  account: string | null;
  address: string | null;
  endpoint: string | null;
}

function placeOf(record: JsonObject, fields: EventFields, names: SummaryNames): Place {
  const account = fields.account;
  const name = account === null ? null : (names.accountName?.(account) ?? account);
  const identity = object(record['userIdentity']);
  const service = isServiceForwarded(identity) ? text(identity['invokedBy']) : null;
  const address = service !== null ? `through ${service}` : fields.ip === null ? null : `from ${fields.ip}`;
  const endpoint = fields.category === 'network' && fields.vpce !== null ? `through VPC endpoint ${fields.vpce}` : null;
  return { account: name === null ? null : `in ${name}`, address, endpoint };
}

/** `a, b` becomes `A, b.`; nothing becomes nothing. */
function sentenceOf(parts: readonly (string | null)[]): string {
  const joined = parts.filter((part) => part !== null && part !== '').join(', ');
  return joined === ''
    ? ''
    : `${joined.slice(0, 1).toUpperCase()}${joined.slice(1)}${/[.!?]$/.test(joined) ? '' : '.'}`;
}

function targetText(target: string | null): string | null {
  return target === null ? null : `target ${target}`;
}

/** A denied call often comes without parameters; the message then still names the resource. */
function targetFromMessage(template: string | null, resource: string | null): string | null {
  if (resource === null || resource.endsWith('*')) return null;
  const noun = template === null ? null : targetNoun(template);
  return noun === null ? shortName(resource) : `${noun} ${shortName(resource)}`;
}

function resourceText(fields: EventFields): string | null {
  const resource = fields.resources[0];
  return resource === undefined ? null : shortName(resource);
}
