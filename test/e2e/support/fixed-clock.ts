// Loaded before the host and each of its threads: the calendar stands still, so that two pictures of one screen are alike.
// Timers and `performance.now()` go on.
const instantMilliseconds = Date.parse(process.env['SPOOR_FIXED_TIME'] ?? '');
if (Number.isNaN(instantMilliseconds)) throw new Error('SPOOR_FIXED_TIME is not an instant');

globalThis.Date = class extends Date {
  constructor(...parts: unknown[]) {
    // A date of now is the only one that changes.
    super(...((parts.length === 0 ? [instantMilliseconds] : parts) as [number]));
  }

  static override now(): number {
    return instantMilliseconds;
  }
} as DateConstructor;
