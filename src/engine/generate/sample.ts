import { generate, type GenerateSink } from './generate.ts';
import type { Manifest } from './manifest.ts';
import type { GenerateOptions } from './options.ts';

/** What the sample case of the app holds: two weeks, all stories, ten thousand events. */
export const sampleOptions = {
  events: 10_000,
  seed: 'ACME-2026-014',
  days: 14,
} as const satisfies Partial<GenerateOptions>;

/** Writes the log files of the sample case to `sink`; the same bytes every time. */
export function generateSample(sink: GenerateSink): Promise<Manifest> {
  return generate(sampleOptions, sink);
}
