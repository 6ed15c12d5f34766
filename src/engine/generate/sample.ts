import { generate, type GenerateSink } from './generate.ts';
import type { Manifest } from './manifest.ts';
import type { GenerateOptions } from './options.ts';

/**
 * What the sample case of the app holds: two weeks and all stories. Enough events that facets and charts look like a real
 * case, few enough to be there in a second.
 */
export const sampleOptions = {
  events: 20_000,
  seed: 'spoor',
  days: 14,
} as const satisfies Partial<GenerateOptions>;

/** Writes the log files of the sample case to `sink`; the same bytes every time. */
export function generateSample(sink: GenerateSink): Promise<Manifest> {
  return generate(sampleOptions, sink);
}
