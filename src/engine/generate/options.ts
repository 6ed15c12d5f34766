import { AppError } from '../../shared/contract/errors.ts';

export const storyNames = [
  'key-leak',
  'console-takeover',
  'identity-center',
  'instance-credentials',
  'federation-token',
  'ci-role',
] as const;
export type StoryName = (typeof storyNames)[number];

export interface GenerateOptions {
  /** Distinct events, stories and Insights included. Stories are never cut, so a smaller number gives the stories alone. */
  events: number;
  seed: string;
  /** Days before 2026-03-17T00:00:00Z, 4 to 365: the stories need four to keep out of each other's way. */
  days: number;
  /** Accounts of the organization, 5 to 60. */
  accounts: number;
  stories: readonly StoryName[];
  /** Share of the events that a second trail delivers again, 0 to 1; it logs management events only, so that is its limit. */
  overlap: number;
}

export const defaultOptions: GenerateOptions = {
  events: 100_000,
  seed: 'spoor',
  days: 14,
  accounts: 5,
  stories: storyNames,
  overlap: 0,
};

function whole(value: number, name: string, low: number, high: number): void {
  if (!Number.isSafeInteger(value) || value < low || value > high) {
    throw new AppError('invalid-input', `${name} has to be a whole number from ${low} to ${high}, not ${value}.`);
  }
}

/** Fills in the defaults. Throws `invalid-input` for a value out of range. */
export function completeOptions(options: Partial<GenerateOptions>): GenerateOptions {
  const complete = { ...defaultOptions, ...options };
  whole(complete.events, 'events', 0, 1_000_000_000);
  whole(complete.days, 'days', 4, 365);
  whole(complete.accounts, 'accounts', 5, 60);
  if (!(complete.overlap >= 0 && complete.overlap <= 1))
    throw new AppError('invalid-input', `overlap has to be from 0 to 1, not ${complete.overlap}.`);
  return complete;
}

/** Reads `all`, `none` or names separated by commas. Throws `invalid-input` for an unknown name. */
export function parseStories(text: string): StoryName[] {
  if (text === 'all') return [...storyNames];
  if (text === 'none' || text === '') return [];
  return text.split(',').map((part) => {
    const name = storyNames.find((candidate) => candidate === part.trim());
    if (name === undefined)
      throw new AppError(
        'invalid-input',
        `There is no story "${part.trim()}". The stories are ${storyNames.join(', ')}.`,
      );
    return name;
  });
}
