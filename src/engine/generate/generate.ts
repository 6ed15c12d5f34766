import { createTally } from './tally.ts';
import { Arena, filePath, orderRecords, type GeneratedFile, type StoredRecord } from './log-file.ts';
import type { Manifest } from './manifest.ts';
import { completeOptions, type GenerateOptions } from './options.ts';
import { Random } from './random.ts';
import { makeStreams, planFiles, windowSeconds, workload, type PlannedFile } from './schedule.ts';
import { tellStories } from './stories/tell.ts';
import { epochSeconds } from './times.ts';
import type { Slot } from './traffic/slot.ts';
import { makeWorld, type Account, type World } from './world.ts';

/** The end of every generated case; cases of any length end here, so that the stories keep their dates. */
export const endOfCase = '2026-03-17T00:00:00Z';

/** CloudTrail starts a new file long before its limit of 50 MB. */
const maxFileRecords = 12_000;

/** Takes the files in the order of delivery. A returned promise is awaited before the next file is made. */
export interface GenerateSink {
  file(file: GeneratedFile): void | Promise<void>;
  /** After each window that wrote files: distinct events so far. */
  progress?(events: number): void;
}

/** The records of one trail, account and region in one window. */
interface Group {
  account: Account;
  region: string;
  organization: boolean;
  records: StoredRecord[];
}

class Groups {
  readonly arena = new Arena();
  private readonly groups = new Map<string, Group>();

  at(account: Account, region: string, organization: boolean): Group {
    const key = `${organization ? 'o' : 'm'}/${account.id}/${region}`;
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { account, region, organization, records: [] };
      this.groups.set(key, group);
    }
    return group;
  }

  add(group: Group, timeEpochSeconds: number, text: string): void {
    group.records.push(this.arena.add(timeEpochSeconds, text));
  }

  take(): Group[] {
    const all = [...this.groups.values()];
    this.groups.clear();
    return all;
  }
}

function fillFile(world: World, random: Random, planned: PlannedFile, count: number, groups: Groups): number {
  const { account, region, trail, cast } = planned.stream;
  const own = groups.at(account, region, trail === 'organization');
  let posted = 0;
  const slot: Slot = {
    world,
    random,
    account,
    region,
    startEpochSeconds: planned.windowStartEpochSeconds,
    endEpochSeconds: planned.windowStartEpochSeconds + windowSeconds,
    remaining: count,
    workload: workload(planned.windowStartEpochSeconds),
    push(timeEpochSeconds, text) {
      groups.add(own, timeEpochSeconds, text);
      slot.remaining--;
    },
    pushManagement(timeEpochSeconds, text) {
      if (own.organization) slot.push(timeEpochSeconds, text);
      else slot.post(account, region, timeEpochSeconds, text);
    },
    post(other, otherRegion, timeEpochSeconds, text) {
      groups.add(groups.at(other, otherRegion, true), timeEpochSeconds, text);
      posted++;
    },
  };
  while (slot.remaining > 0) cast.draw(random)(slot);
  return posted;
}

/**
 * Writes a whole case to `sink`, in the order of delivery and in bounded memory (the stories and the plan of files
 * stay in memory, a few MB). The same options give the same files, byte for byte.
 * Throws `invalid-input` for options out of range; what the sink throws ends the run.
 */
export async function generate(options: Partial<GenerateOptions>, sink: GenerateSink): Promise<Manifest> {
  const complete = completeOptions(options);
  const world = makeWorld(complete.seed, complete.accounts);
  const end = epochSeconds(endOfCase);
  const start = end - complete.days * 86_400;
  const stories = tellStories(world, complete, start);
  for (const { retiredKeys } of stories) for (const [keyId, from] of retiredKeys) world.retiredKeys.set(keyId, from);
  const planted = stories.flatMap((story) => story.records);
  const insights = stories.flatMap((story) => story.insights);
  planted.sort((one, other) => one.timeEpochSeconds - other.timeEpochSeconds);
  insights.sort((one, other) => one.timeEpochSeconds - other.timeEpochSeconds);

  const ordinary = Math.max(0, complete.events - planted.length - insights.length);
  const silences = stories.flatMap((story) => story.silences);
  const files = planFiles(new Random(`plan/${complete.seed}`), makeStreams(world), ordinary, start, end, silences);
  const tally = createTally(complete, world, stories);
  const random = new Random(`traffic/${complete.seed}`);
  const names = new Random(`names/${complete.seed}`);
  const groups = new Groups();
  let nextFile = 0;
  let nextPlanted = 0;
  let nextInsight = 0;
  // Records posted to other accounts' files are taken off the files that follow, so that the total stays exact.
  let debt = 0;
  let overlapDebt = 0;

  const write = async (group: Group, delivered: number, duplicate: boolean): Promise<void> => {
    for (let from = 0; from < group.records.length; from += maxFileRecords) {
      const records = group.records.slice(from, from + maxFileRecords);
      const path = filePath({
        account: group.account.id,
        region: group.region,
        folder: 'CloudTrail',
        organization: group.organization,
        deliveredEpochSeconds: delivered,
        unique: names.alphanumeric(16),
      });
      orderRecords(records, names);
      const bytes = groups.arena.file(records);
      tally.file(bytes.length, records, group, duplicate);
      await sink.file({ path, bytes, records: records.length });
    }
  };

  for (let window = start; window < end; window += windowSeconds) {
    const until = window + windowSeconds;
    for (
      let file = files[nextFile];
      file !== undefined && file.windowStartEpochSeconds < until;
      file = files[++nextFile]
    ) {
      const isLast = nextFile === files.length - 1;
      const paid = Math.min(debt, isLast ? file.records : Math.max(0, file.records - 1));
      debt -= paid;
      if (file.records > paid) debt += fillFile(world, random, file, file.records - paid, groups);
    }
    for (
      let record = planted[nextPlanted];
      record !== undefined && record.timeEpochSeconds < until;
      record = planted[++nextPlanted]
    ) {
      groups.add(groups.at(record.account, record.region, !record.data), record.timeEpochSeconds, record.text);
    }
    const ready = groups.take();
    for (const group of ready) {
      const delivered = until + (names.chance(0.22) ? windowSeconds : 0);
      await write(group, delivered, false);
      const silent = silences.some(
        (silence) =>
          silence.account === group.account && window < silence.endEpochSeconds && until > silence.startEpochSeconds,
      );
      overlapDebt += group.records.length * complete.overlap;
      // The second trail logs management events only.
      if (group.organization && !silent && overlapDebt > 0 && overlapDebt >= group.records.length) {
        overlapDebt -= group.records.length;
        await write({ ...group, organization: false }, delivered + (names.chance(0.5) ? windowSeconds : 0), true);
      }
    }
    for (
      let insight = insights[nextInsight];
      insight !== undefined && insight.timeEpochSeconds < until;
      insight = insights[++nextInsight]
    ) {
      const path = filePath({
        account: insight.account.id,
        region: insight.region,
        folder: 'CloudTrail-Insight',
        organization: true,
        deliveredEpochSeconds: insight.timeEpochSeconds + 60 * names.between(4, 24),
        unique: names.alphanumeric(16),
      });
      const bytes = Buffer.from(`{"Records":[${insight.text}]}`);
      tally.insight(bytes.length, insight);
      await sink.file({ path, bytes, records: 1 });
    }
    groups.arena.clear();
    if (ready.length > 0) sink.progress?.(tally.events());
  }
  return tally.manifest();
}
