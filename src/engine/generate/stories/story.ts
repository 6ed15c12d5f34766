import type { StoryTruth } from '../manifest.ts';
import type { Account } from '../world.ts';

/** A record of a story, for the file of its account, region and time. */
export interface StoryRecord {
  account: Account;
  region: string;
  timeEpochSeconds: number;
  text: string;
  data: boolean;
}

/** A stretch in which an account's own trail delivers nothing: start inclusive, end exclusive. */
export interface Silence {
  account: Account;
  startEpochSeconds: number;
  endEpochSeconds: number;
}

export interface InsightRecord {
  account: Account;
  region: string;
  timeEpochSeconds: number;
  text: string;
}

export interface Story {
  truth: StoryTruth;
  records: StoryRecord[];
  silences: Silence[];
  /** Keys that ordinary traffic leaves alone from a time on, in seconds since 1970: stolen, then switched off. */
  retiredKeys: Map<string, number>;
  insights: InsightRecord[];
}
