import type { ChangeAction, ChangeTruth, SessionTruth } from '../manifest.ts';
import type { Random } from '../random.ts';
import { renderRecord, requestIdOf, versionOf, type RecordParts } from '../record.ts';
import { insightPair, type InsightPlan } from './insight.ts';
import { epochSeconds, isoTime } from '../times.ts';
import type { Account, World } from '../world.ts';
import { hostOf, isReadOnly, plainDenial } from './rules.ts';
import type { Actor, Step } from './step.ts';
import type { Story } from './story.ts';

export class StoryBuilder {
  readonly world: World;
  readonly random: Random;
  readonly story: Story;
  private readonly dayEpochSeconds: number;
  private readonly order: { timeEpochSeconds: number; eventId: string }[] = [];
  private readonly insightPlans: InsightPlan[] = [];

  constructor(
    world: World,
    name: string,
    title: string,
    day: string,
    shiftSeconds: number,
    originIdentity: string,
    attackerIps: string[],
  ) {
    this.world = world;
    this.random = world.random.fork(`story/${name}`);
    this.dayEpochSeconds = epochSeconds(`${day}T00:00:00Z`) + shiftSeconds;
    this.story = {
      truth: {
        name,
        title,
        startTime: '',
        endTime: '',
        originIdentity,
        attackerIps,
        principals: [],
        sessions: [],
        changes: [],
        credentials: [],
        detections: [],
        eventIds: [],
      },
      records: [],
      silences: [],
      retiredKeys: new Map(),
      insights: [],
    };
  }

  /** Seconds since 1970 of a time of the story's first day (`02:11:07`), or of a later one. */
  at(clock: string, laterDays = 0): number {
    const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
    return this.dayEpochSeconds + laterDays * 86_400 + hours * 3600 + minutes * 60 + seconds;
  }

  session(truth: Omit<SessionTruth, 'eventIds' | 'account'> & { account: Account }): SessionTruth {
    const session: SessionTruth = { ...truth, account: truth.account.id, eventIds: [] };
    this.story.truth.sessions.push(session);
    if (!this.story.truth.principals.includes(truth.principal)) this.story.truth.principals.push(truth.principal);
    return session;
  }

  /** Writes one call and returns its eventID. */
  call(actor: Actor, step: Step): string {
    const region = step.region ?? 'us-east-1';
    const readOnly = step.readOnly ?? isReadOnly(step.name);
    const [errorCode, errorMessage] = step.error === 'denied' ? this.denial(actor, step) : (step.error ?? [null, null]);
    const json = (value: unknown): string => (value === undefined ? 'null' : JSON.stringify(value));
    // A denied call is logged before the service reads the parameters, except where S3 and EC2 are asked.
    const hidden = step.error === 'denied' && step.service !== 's3' && step.service !== 'ec2';
    const agent = step.agent ?? actor.agent;
    // EC2 repeats the request's id in its answer.
    const { response } = step;
    const answered =
      typeof response === 'object' &&
      response !== null &&
      'requestId' in response &&
      typeof response.requestId === 'string'
        ? response.requestId
        : undefined;
    const eventId = this.record(
      {
        version: versionOf(step.service),
        identityJson: typeof actor.identityJson === 'string' ? actor.identityJson : actor.identityJson(),
        timeEpochSeconds: step.at,
        service: step.service,
        name: step.name,
        region,
        ip: step.ip ?? actor.ip,
        agent: step.service === 's3' && actor.service !== true ? `[${agent}]` : agent,
        errorCode: errorCode ?? undefined,
        errorMessage: errorMessage ?? undefined,
        requestJson: hidden ? 'null' : json(step.request),
        responseJson: json(step.response),
        additionalJson: step.additional === undefined ? undefined : json(step.additional),
        requestId: step.requestId === undefined ? (answered ?? requestIdOf(step.service, this.random)) : step.requestId,
        eventId: step.eventId ?? this.random.uuid(),
        readOnly,
        resourcesJson: step.resources === undefined ? undefined : json(step.resources),
        type: step.type ?? 'AwsApiCall',
        category: step.data === true ? 'Data' : 'Management',
        account: actor.account.id,
        sharedEventId: step.sharedEventId,
        serviceEventDetailsJson: step.serviceEventDetails === undefined ? undefined : json(step.serviceEventDetails),
        vpcEndpointId: step.vpcEndpointId,
        tlsHost:
          actor.fromConsole === true || actor.service === true
            ? undefined
            : (step.host ?? hostOf(step.service, region)),
        fromConsole: actor.fromConsole === true,
      },
      actor,
    );
    if (step.change !== undefined && actor.session !== null)
      this.change(step.change[0], step.change[1], actor.session, eventId, step.change[2]);
    return eventId;
  }

  /** The same call several times, evenly from one time to another (both inclusive); `vary` makes each its own. */
  repeat(
    actor: Actor,
    count: number,
    fromEpochSeconds: number,
    toEpochSeconds: number,
    vary: (index: number) => Omit<Step, 'at'>,
  ): string[] {
    return Array.from({ length: count }, (_, index) => {
      const at =
        count === 1
          ? fromEpochSeconds
          : fromEpochSeconds + Math.floor((index * (toEpochSeconds - fromEpochSeconds)) / (count - 1));
      return this.call(actor, { ...vary(index), at });
    });
  }

  /** Adds a record that was rendered elsewhere (sign-in, federation). */
  text(
    account: Account,
    region: string,
    at: number,
    eventId: string,
    text: string,
    session: SessionTruth | null,
  ): string {
    this.story.records.push({ account, region, timeEpochSeconds: at, text, data: false });
    this.order.push({ timeEpochSeconds: at, eventId });
    session?.eventIds.push(eventId);
    return eventId;
  }

  private record(parts: RecordParts, actor: Actor): string {
    this.story.records.push({
      account: actor.account,
      region: parts.region,
      timeEpochSeconds: parts.timeEpochSeconds,
      text: renderRecord(parts),
      data: parts.category === 'Data',
    });
    this.order.push({ timeEpochSeconds: parts.timeEpochSeconds, eventId: parts.eventId });
    actor.session?.eventIds.push(parts.eventId);
    for (const plan of this.insightPlans) plan.see(parts, actor.arn);
    return parts.eventId;
  }

  private denial(actor: Actor, step: Step): readonly [string, string] {
    const action = `${step.service}:${step.name.replace(/2\d{7}(v\d)?$/, '')}`;
    const resource = step.on ?? '*';
    if (step.service === 'ec2') {
      return [
        'Client.UnauthorizedOperation',
        `You are not authorized to perform this operation. User: ${actor.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action. Encoded authorization failure message: ${this.random.alphanumeric(160)}`,
      ];
    }
    return [
      plainDenial.has(step.service) ? 'AccessDenied' : 'AccessDeniedException',
      `User: ${actor.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    ];
  }

  change(
    action: ChangeAction,
    resource: string,
    session: SessionTruth,
    eventId: string,
    finalState: ChangeTruth['finalState'] = 'in-place',
  ): ChangeTruth {
    const change: ChangeTruth = {
      action,
      resource,
      session: session.label,
      eventId,
      finalState,
      undoneByEventId: null,
    };
    this.story.truth.changes.push(change);
    return change;
  }

  undo(change: ChangeTruth, eventId: string): void {
    change.finalState = 'undone';
    change.undoneByEventId = eventId;
  }

  credential(
    id: string,
    principal: string,
    born: { eventId: string; at: number } | null,
  ): { disable(eventId: string, at: number): void } {
    const truth = {
      id,
      principal,
      bornEventId: born?.eventId ?? null,
      bornTime: born === null ? null : isoTime(born.at),
      disabledEventId: null as string | null,
      disabledTime: null as string | null,
    };
    this.story.truth.credentials.push(truth);
    return {
      disable(eventId, at) {
        truth.disabledEventId = eventId;
        truth.disabledTime = isoTime(at);
      },
    };
  }

  detect(title: string, techniques: string[], eventIds: string[]): void {
    this.story.truth.detections.push({ title, techniques, eventIds });
  }

  /**
   * Plans an Insight whose numbers are counted from the calls of the story that follow: plan it before them.
   * `from` and `to` are whole minutes in seconds since 1970.
   */
  insight(plan: Omit<InsightPlan, 'see' | 'seen'>): void {
    const seen = { events: 0, arns: new Map<string, number>(), agents: new Map<string, number>() };
    const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
    this.insightPlans.push({
      ...plan,
      seen,
      see(parts, arn) {
        if (
          parts.account !== plan.account.id ||
          parts.region !== plan.region ||
          parts.service !== plan.service ||
          parts.name !== plan.name
        )
          return;
        if (
          parts.errorCode !== (plan.errorCode ?? undefined) ||
          parts.timeEpochSeconds < plan.from ||
          parts.timeEpochSeconds >= plan.to
        )
          return;
        seen.events++;
        count(seen.arns, arn.replace(/(assumed-role\/[^/]+)\/.*$/, '$1'));
        count(seen.agents, parts.agent ?? '');
      },
    });
  }

  /** The finished story: eventIDs in the order of time. */
  finish(): Story {
    this.order.sort((one, other) => one.timeEpochSeconds - other.timeEpochSeconds);
    const { truth } = this.story;
    truth.eventIds = this.order.map((entry) => entry.eventId);
    truth.startTime = isoTime(this.order[0]?.timeEpochSeconds ?? this.dayEpochSeconds);
    truth.endTime = isoTime(this.order.at(-1)?.timeEpochSeconds ?? this.dayEpochSeconds);
    for (const plan of this.insightPlans) this.story.insights.push(...insightPair(plan, this.random));
    return this.story;
  }
}
