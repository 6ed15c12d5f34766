import { defineConfig } from 'vitest/config';

// Tests run in one time zone and locale everywhere, so that a formatted date is the same on every machine.
process.env.TZ = 'UTC';
process.env.LC_ALL = 'C.UTF-8';

export default defineConfig({
  test: {
    include: ['test/{unit,engine,contract,electron}/**/*.test.ts', 'test/ui/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
  },
});
