import type { Random } from '../random.ts';
import type { Account, World } from '../world.ts';

/** One log file being filled: five minutes of one account and region. */
export interface Slot {
  world: World;
  random: Random;
  account: Account;
  region: string;
  /** The minutes the file covers: start inclusive, end exclusive, in seconds since 1970. */
  startEpochSeconds: number;
  endEpochSeconds: number;
  /** How many more records the file should get. */
  remaining: number;
  /** How busy people are at this time, 0 to 1. */
  workload: number;
  /** Adds a record and counts it. */
  push(timeEpochSeconds: number, text: string): void;
  /** Adds a management event of this account and region: to this file, or to the organization's where this is a data file. */
  pushManagement(timeEpochSeconds: number, text: string): void;
  /** A record for another account's file of the same minutes (the other side of a cross-account call). */
  post(account: Account, region: string, timeEpochSeconds: number, text: string): void;
}

/** Writes at least one and at most `slot.remaining` records. Returns false, having written none, when it cannot. */
export type Emitter = (slot: Slot) => boolean;

/** A time in the slot, not before `floorEpochSeconds`. */
export function timeIn(slot: Slot, floorEpochSeconds = 0): number {
  const time = slot.startEpochSeconds + slot.random.below(slot.endEpochSeconds - slot.startEpochSeconds);
  return Math.min(Math.max(time, floorEpochSeconds), slot.endEpochSeconds - 1);
}
