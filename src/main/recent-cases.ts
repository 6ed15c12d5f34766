import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { leftOffSchema, type LeftOff, type RecentCase } from '../shared/contract/app.ts';
import type { CaseSummary } from '../shared/contract/case.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { displayPath } from './locations.ts';
import type { PathGrants } from './path-grants.ts';

const remembered = 200;

const entrySchema = z.object({
  path: z.string(),
  title: z.string(),
  reference: z.string(),
  events: z.number(),
  sizeBytes: z.number(),
  firstEpochSeconds: z.number().nullable(),
  lastEpochSeconds: z.number().nullable(),
  accounts: z.number(),
  activity: z
    .object({ startEpochSeconds: z.number(), bucketSeconds: z.number(), counts: z.array(z.number()).max(1_000) })
    .nullable(),
  lastOpenedEpochSeconds: z.number(),
  readOnly: z.boolean(),
  leftOff: leftOffSchema.nullable(),
});
type Entry = z.infer<typeof entrySchema>;

export interface RecentCases {
  /** Newest first, with what the disk says now. Grants each reachable case to the window that asks. */
  list(client: string, grants: PathGrants, homeFolder: string): RecentCase[];
  noteSummary(file: string, summary: CaseSummary, openedEpochSeconds: number | null): void;
  noteLeftOff(file: string, leftOff: LeftOff): void;
  forget(id: string): void;
}

/** `recent-cases.json` in the data folder. */
export function createRecentCases(dataFolder: string): RecentCases {
  const file = path.join(dataFolder, 'recent-cases.json');
  const read = (): Entry[] => {
    const stored = readJsonFile(file);
    return (Array.isArray(stored) ? stored : []).flatMap((item) => {
      const entry = entrySchema.safeParse(item);
      return entry.success ? [entry.data] : [];
    });
  };
  const write = (entries: Entry[]) =>
    writeJsonFile(
      file,
      entries.toSorted((a, b) => b.lastOpenedEpochSeconds - a.lastOpenedEpochSeconds).slice(0, remembered),
    );
  return {
    list: (client, grants, homeFolder) =>
      read().map((entry) => {
        const { path: casePath, ...rest } = entry;
        const state = stateOf(casePath);
        return {
          ...rest,
          id: idOf(casePath),
          grant: state === 'available' ? grants.grant(client, casePath, 'file').token : null,
          name: path.basename(casePath, '.spoor'),
          displayPath: displayPath(casePath, homeFolder),
          state,
          sizeBytes: state === 'available' ? statSync(casePath).size : entry.sizeBytes,
        };
      }),
    noteSummary(casePath, summary, openedEpochSeconds) {
      const entries = read();
      const known = entries.find((entry) => entry.path === casePath);
      write([
        ...entries.filter((entry) => entry !== known),
        {
          path: casePath,
          title: summary.settings.title,
          reference: summary.settings.reference,
          events: summary.events,
          sizeBytes: summary.sizeBytes,
          firstEpochSeconds: summary.firstEpochSeconds,
          lastEpochSeconds: summary.lastEpochSeconds,
          accounts: summary.accounts.length,
          activity: summary.activity,
          lastOpenedEpochSeconds: openedEpochSeconds ?? known?.lastOpenedEpochSeconds ?? 0,
          readOnly: summary.readOnly,
          leftOff: known?.leftOff ?? null,
        },
      ]);
    },
    noteLeftOff(casePath, leftOff) {
      const entries = read();
      const known = entries.find((entry) => entry.path === casePath);
      if (known === undefined) return;
      known.leftOff = leftOff;
      write(entries);
    },
    forget(id) {
      write(read().filter((entry) => idOf(entry.path) !== id));
    },
  };
}

function idOf(casePath: string): string {
  return createHash('sha256').update(casePath).digest('base64url').slice(0, 22);
}

/** A missing folder usually means a volume or share that is not connected now. */
function stateOf(casePath: string): RecentCase['state'] {
  if (existsSync(casePath)) return 'available';
  return existsSync(path.dirname(casePath)) ? 'missing' : 'not-connected';
}
