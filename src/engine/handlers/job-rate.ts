import type { Progress } from '../../shared/contract/jobs.ts';

/** Measured over this long: long enough to be steady, short enough to follow a change. */
const windowMilliseconds = 5_000;
/** Below this nothing can be told. */
const leastMilliseconds = 1_000;

/** How fast a job goes, from its progress over the last seconds. */
export class JobRate {
  #phase = '';
  #samples: { atMilliseconds: number; done: number }[] = [];

  /** Takes a report in; both figures are null until they can be told. */
  add(progress: Progress, nowMilliseconds: number): { unitsPerSecond: number | null; secondsLeft: number | null } {
    const phase = `${progress.phase} ${progress.unit}`;
    if (phase !== this.#phase) this.#samples = [];
    this.#phase = phase;
    this.#samples.push({ atMilliseconds: nowMilliseconds, done: progress.done });
    while (this.#samples.length > 2 && this.#samples[1]!.atMilliseconds <= nowMilliseconds - windowMilliseconds) {
      this.#samples.shift();
    }
    const first = this.#samples[0]!;
    const elapsed = nowMilliseconds - first.atMilliseconds;
    if (elapsed < leastMilliseconds) return { unitsPerSecond: null, secondsLeft: null };
    const unitsPerSecond = ((progress.done - first.done) * 1000) / elapsed;
    const left = progress.total === null ? null : Math.max(0, progress.total - progress.done);
    return { unitsPerSecond, secondsLeft: left === null || unitsPerSecond <= 0 ? null : left / unitsPerSecond };
  }

  /** A pause is no part of the pace. */
  reset(): void {
    this.#samples = [];
  }
}
