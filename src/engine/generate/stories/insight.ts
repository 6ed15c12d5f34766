import type { Random } from '../random.ts';
import { quote, type RecordParts } from '../record.ts';
import { isoTime } from '../times.ts';
import type { Account } from '../world.ts';
import type { InsightRecord } from './story.ts';

export interface InsightPlan {
  account: Account;
  region: string;
  service: string;
  name: string;
  /** With an error code the Insight is about the rate of that error, else about the rate of calls. */
  errorCode?: string;
  /** Whole minutes, in seconds since 1970; `to` is exclusive. */
  from: number;
  to: number;
  baselinePerMinute: number;
  seen: { events: number; arns: Map<string, number>; agents: Map<string, number> };
  see(parts: RecordParts, arn: string): void;
}

/** The Start and the End record of one Insight; both carry the same sharedEventID. */
export function insightPair(plan: InsightPlan, random: Random): InsightRecord[] {
  const minutes = (plan.to - plan.from) / 60;
  const average = plan.seen.events / minutes;
  const sharedEventId = random.uuid();
  const rates = (counts: Map<string, number>): string =>
    [...counts]
      .sort((one, other) => other[1] - one[1])
      .slice(0, 5)
      .map(([value, count]) => `{"value":${quote(value)},"average":${count / minutes}}`)
      .join(',');
  const error = plan.errorCode === undefined ? '' : `"errorCode":"${plan.errorCode}",`;
  const record = (state: 'Start' | 'End', at: number): InsightRecord => ({
    account: plan.account,
    region: plan.region,
    timeEpochSeconds: at,
    text:
      `{"eventVersion":"1.08","eventTime":"${isoTime(at)}","awsRegion":"${plan.region}","eventID":"${random.uuid()}","eventType":"AwsCloudTrailInsight",` +
      `"recipientAccountId":"${plan.account.id}","sharedEventID":"${sharedEventId}","insightDetails":{"state":"${state}","eventSource":"${plan.service}.amazonaws.com",` +
      `"eventName":"${plan.name}","insightType":"${plan.errorCode === undefined ? 'ApiCallRateInsight' : 'ApiErrorRateInsight'}",${error}"insightContext":{"statistics":{` +
      `"baseline":{"average":${plan.baselinePerMinute}},"insight":{"average":${average}},"insightDuration":${state === 'Start' ? 1 : minutes},"baselineDuration":10080},` +
      `"attributions":[{"attribute":"userIdentityArn","insight":[${rates(plan.seen.arns)}],"baseline":[]},` +
      `{"attribute":"userAgent","insight":[${rates(plan.seen.agents)}],"baseline":[]},` +
      `{"attribute":"errorCode","insight":[{"value":"${plan.errorCode ?? 'null'}","average":${average}}],"baseline":[]}]}},"eventCategory":"Insight"}`,
  });
  return [record('Start', plan.from), record('End', plan.to)];
}
