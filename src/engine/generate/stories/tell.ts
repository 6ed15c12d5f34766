import type { GenerateOptions, StoryName } from '../options.ts';
import { epochSeconds } from '../times.ts';
import type { World } from '../world.ts';
import { ciRole } from './ci-role.ts';
import { consoleTakeover } from './console-takeover.ts';
import { federationToken } from './federation-token.ts';
import { identityCenter } from './identity-center.ts';
import { instanceCredentials } from './instance-credentials.ts';
import { keyLeak } from './key-leak.ts';
import type { Story } from './story.ts';

/** Tells one story; `shiftSeconds` moves all its times. */
export type StoryTeller = (world: World, shiftSeconds: number) => Story;

/** The stories with the day on which each begins; each is over by the end of the day after. */
const stories: Record<StoryName, { day: string; tell: StoryTeller }> = {
  'key-leak': { day: '2026-03-14', tell: keyLeak },
  'console-takeover': { day: '2026-03-10', tell: consoleTakeover },
  'identity-center': { day: '2026-03-11', tell: identityCenter },
  'instance-credentials': { day: '2026-03-12', tell: instanceCredentials },
  'federation-token': { day: '2026-03-09', tell: federationToken },
  'ci-role': { day: '2026-03-13', tell: ciRole },
};

/** The chosen stories. A case too short for a story's own day tells it on the first day it has. */
export function tellStories(world: World, options: GenerateOptions, startEpochSeconds: number): Story[] {
  return options.stories.map((name) => {
    const { day, tell } = stories[name];
    return tell(world, Math.max(0, startEpochSeconds - epochSeconds(`${day}T00:00:00Z`)));
  });
}
