import { cancelled, isCancelled } from '../../shared/contract/errors.ts';
import type { CancelSignal } from '../../shared/contract/jobs.ts';

/** One thing that was checked. */
export interface VerifyCheck {
  what: string;
  ok: boolean;
  /** What was found, in one sentence. */
  detail: string;
  /** What does not hold, each by its place; the first hundred. */
  failures: string[];
}

const listedFailures = 100;

/** A check that goes on: what fails is collected. */
export class OpenCheck {
  readonly what: string;
  readonly #failures: string[] = [];
  #failed = 0;
  #detail = '';

  constructor(what: string) {
    this.what = what;
  }

  fail(message: string): void {
    this.#failed++;
    if (this.#failures.length < listedFailures) this.#failures.push(message);
  }

  /** What to say when nothing failed. */
  detail(text: string): void {
    this.#detail = text;
  }

  /** Runs a part of the check; an error in it (a damaged page, say) is a failure like any other. */
  guard(part: () => void, place?: string): void {
    try {
      part();
    } catch (error) {
      if (isCancelled(error)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      this.fail(place === undefined ? message : `${place}: ${message}`);
    }
  }

  result(): VerifyCheck {
    const ok = this.#failed === 0;
    const more = this.#failed > listedFailures ? `, the first ${listedFailures} are listed` : '';
    const first =
      this.#failed === 1 ? this.#failures[0]! : `${this.#failed} failures${more}; first: ${this.#failures[0] ?? ''}`;
    return { what: this.what, ok, detail: ok ? this.#detail : first, failures: this.#failures };
  }
}

/** All checks of a verification, in the order in which they were opened. */
export class CheckLog {
  readonly #checks: OpenCheck[] = [];

  open(what: string): OpenCheck {
    const check = new OpenCheck(what);
    this.#checks.push(check);
    return check;
  }

  /** Runs a check that returns what to say when nothing failed. */
  run(what: string, work: (check: OpenCheck) => string): void {
    const check = this.open(what);
    check.guard(() => check.detail(work(check)));
  }

  results(): VerifyCheck[] {
    return this.#checks.map((check) => check.result());
  }
}

/** `1,234,567`. */
export function figure(value: number): string {
  return value.toLocaleString('en-US');
}

export function throwIfAborted(signal: CancelSignal): void {
  if (signal.aborted) throw cancelled();
}
