import { Chooser, type Random } from './random.ts';
import type { Silence } from './stories/story.ts';
import { dataCast, managementCast } from './traffic/cast.ts';
import type { Emitter } from './traffic/slot.ts';
import { workingRegions, type Account, type World } from './world.ts';

export const windowSeconds = 300;

/** The files that one trail writes for one account and region. */
export interface Stream {
  account: Account;
  region: string;
  /** `member` streams are an account's own trail, which logs data events; the organization's trail logs management. */
  trail: 'organization' | 'member';
  weight: number;
  cast: Chooser<Emitter>;
}

/** Share of all ordinary events that are data events, by account. */
const dataShares = { 'log-archive': 0.2, production: 0.15 } as const;

export function makeStreams(world: World): Stream[] {
  const streams: Stream[] = [];
  const sum = world.accounts.reduce((total, account) => total + account.weight, 0);
  const managementShare = 1 - dataShares['log-archive'] - dataShares.production;
  for (const account of world.accounts) {
    for (const [region, share] of workingRegions) {
      streams.push({
        account,
        region,
        trail: 'organization',
        weight: (managementShare * account.weight * share) / sum,
        cast: managementCast(world, account, region),
      });
    }
  }
  for (const account of [world.production, world.logArchive]) {
    const share = account === world.production ? dataShares.production : dataShares['log-archive'];
    for (const [region, part] of [
      ['us-east-1', 0.75],
      ['eu-west-1', 0.25],
    ] as const) {
      streams.push({ account, region, trail: 'member', weight: share * part, cast: dataCast(world, account, region) });
    }
  }
  return streams;
}

/** How busy people are, 0 to 1: working hours of Europe and the American east coast, little at weekends. */
export function workload(timeEpochSeconds: number): number {
  const hour = (timeEpochSeconds % 86_400) / 3600;
  const day = (Math.floor(timeEpochSeconds / 86_400) + 4) % 7;
  const weekend = day === 0 || day === 6;
  const bell = Math.exp(-((hour - 13.5) ** 2) / (2 * 3.2 ** 2));
  return (weekend ? 0.06 : 1) * Math.max(0.015, bell);
}

/** One planned file: which stream, which five minutes, how many ordinary records. */
export interface PlannedFile {
  stream: Stream;
  windowStartEpochSeconds: number;
  records: number;
}

/** Records a file has on average: files get bigger with the case, as their number is what a reader feels first. */
export function meanFileRecords(events: number): number {
  return Math.min(1500, Math.max(6, 8 * (events / 10_000) ** 0.65));
}

/**
 * Spreads `events` over files with the skew of real buckets: most files hold a few records, some hundreds. The sum
 * of all planned records is exactly `events`; files come in the order of time.
 */
export function planFiles(
  random: Random,
  streams: Stream[],
  events: number,
  startEpochSeconds: number,
  endEpochSeconds: number,
  silences: Silence[],
): PlannedFile[] {
  const windows = Math.floor((endEpochSeconds - startEpochSeconds) / windowSeconds);
  const wanted = Math.max(1, events / meanFileRecords(events));
  const rootSum = streams.reduce((sum, stream) => sum + Math.sqrt(stream.weight), 0);
  const activity = streams.map((stream) => Math.min(1, (wanted * Math.sqrt(stream.weight)) / rootSum / windows));
  const planned: { stream: Stream; windowStartEpochSeconds: number; weight: number }[] = [];
  let total = 0;
  for (let window = 0; window < windows; window++) {
    const start = startEpochSeconds + window * windowSeconds;
    const rhythm = 0.55 + 0.6 * workload(start);
    streams.forEach((stream, index) => {
      const active = activity[index] ?? 0;
      if (!random.chance(active)) return;
      if (
        stream.trail === 'member' &&
        silences.some(
          (silence) =>
            silence.account === stream.account &&
            start < silence.endEpochSeconds &&
            start + windowSeconds > silence.startEpochSeconds,
        )
      )
        return;
      const weight = (stream.weight / active) * rhythm * random.logNormal(1.1);
      total += weight;
      planned.push({ stream, windowStartEpochSeconds: start, weight });
    });
  }
  // Rounding the running sum, not each part, makes the parts add up exactly.
  const files: PlannedFile[] = [];
  let sum = 0;
  let given = 0;
  for (const { stream, windowStartEpochSeconds, weight } of planned) {
    sum += weight;
    const until = Math.min(events, Math.round((sum / total) * events));
    if (until > given) files.push({ stream, windowStartEpochSeconds, records: until - given });
    given = until;
  }
  const last = files.at(-1);
  if (last !== undefined) last.records += events - given;
  return files;
}
