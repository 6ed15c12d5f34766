import type { GenerateOptions } from '../options.ts';
import type { World } from '../world.ts';
import type { Story } from './story.ts';

/** The chosen stories, placed in [start, end) in seconds since 1970. */
export function tellStories(
  world: World,
  options: GenerateOptions,
  startEpochSeconds: number,
  endEpochSeconds: number,
): Story[] {
  void world;
  void options;
  void startEpochSeconds;
  void endEpochSeconds;
  return [];
}
