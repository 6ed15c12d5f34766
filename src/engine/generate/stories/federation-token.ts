import type { World } from '../world.ts';
import { StoryBuilder } from './builder.ts';
import type { Story } from './story.ts';
export function federationToken(world: World, shiftSeconds: number): Story {
  return new StoryBuilder(world, 'x', 'x', '2026-03-10', shiftSeconds, '', []).finish();
}
