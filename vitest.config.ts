import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserPath, launchArguments } from './test/support/browser.ts';

// Tests run in one time zone and locale everywhere, so that a formatted date is the same on every machine.
process.env.TZ = 'UTC';
process.env.LC_ALL = 'C.UTF-8';

export default defineConfig({
  test: {
    passWithNoTests: false,
    allowOnly: false,
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/{unit,engine,contract,electron}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          globalSetup: ['test/e2e/support/pages.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
        },
      },
      {
        plugins: [react()],
        // Named here, or the first test that imports one makes the server start over.
        optimizeDeps: {
          include: [
            'react',
            'react/jsx-dev-runtime',
            'react-dom/client',
            'react-aria-components',
            'zustand',
            'zustand/vanilla',
            'zod',
            'axe-core',
            '@codemirror/state',
            '@codemirror/view',
            '@codemirror/language',
            '@codemirror/lang-json',
            '@lezer/highlight',
            'react-resizable-panels',
          ],
        },
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.tsx'],
          testTimeout: 30_000,
          expect: { poll: { timeout: 5_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1440, height: 900 },
            provider: playwright({
              actionTimeout: 5_000,
              launchOptions: { executablePath: browserPath(), args: [...launchArguments] },
              contextOptions: { timezoneId: 'UTC', locale: 'en-GB', reducedMotion: 'reduce' },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
