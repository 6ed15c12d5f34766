import type { StoryBuilder } from './builder.ts';
import type { Actor, Step } from './step.ts';
import type { Action } from './steps.ts';

type Done = (eventId: string) => void;

/** The calls of one actor, written down in any order and played in the order of time. */
export class Timeline {
  private readonly builder: StoryBuilder;
  private readonly laterDays: number;
  private readonly steps: { step: Step; done: Done | undefined }[] = [];

  constructor(builder: StoryBuilder, laterDays = 0) {
    this.builder = builder;
    this.laterDays = laterDays;
  }

  /** One call at a time of the day (`02:41:09`). */
  once(clock: string, action: Action, done?: Done): void {
    this.steps.push({ step: { ...action, at: this.builder.at(clock, this.laterDays) }, done });
  }

  /** Calls spread evenly from one time to another, both inclusive. */
  many(count: number, from: string, to: string, action: (index: number) => Action, done?: Done): void {
    const start = this.builder.at(from, this.laterDays);
    const end = this.builder.at(to, this.laterDays);
    for (let index = 0; index < count; index++) {
      const at = start + (count === 1 ? 0 : Math.floor((index * (end - start)) / (count - 1)));
      this.steps.push({ step: { ...action(index), at }, done });
    }
  }

  /** Writes all calls; returns their eventIDs by event name. `adapt` may change a step by its time. */
  play(actor: Actor, adapt: (step: Step) => Step = (step) => step): Map<string, string[]> {
    this.steps.sort((one, other) => one.step.at - other.step.at);
    const ids = new Map<string, string[]>();
    for (const { step, done } of this.steps) {
      const id = this.builder.call(actor, adapt(step));
      done?.(id);
      const known = ids.get(step.name);
      if (known === undefined) ids.set(step.name, [id]);
      else known.push(id);
    }
    return ids;
  }
}
