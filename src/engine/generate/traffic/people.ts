import { awsIdentifier } from '../identifiers.ts';
import type { World } from '../world.ts';
import type { Person } from './people-actors.ts';

/** The leaked key of the story `key-leak`; before that it does its ordinary work. */
export const leakedKeyId = 'AKIAIOSFODNN7EXAMPLE';

/** The key of ci-release, which the story `federation-token` steals. */
export function ciReleaseKey(world: World): string {
  return awsIdentifier('AKIA', world.build.id, world.random.fork('key/ci-release'));
}

/** The people of the Identity Center. */
export const people: readonly Person[] = [
  'j.lindqvist',
  'a.okafor',
  'm.haddad',
  'r.tanaka',
  's.moreau',
  'k.petrov',
].map((name, index) => ({
  name: `${name}@acme.example`,
  userId: `${544894 + index}e8-80c1-707f-60e3-3ba6510dfac${index}`,
}));

/** The person whose name begins so. Throws `RangeError` for a stranger. */
export function person(name: string): Person {
  const found = people.find((candidate) => candidate.name.startsWith(name));
  if (found === undefined) throw new RangeError(`no such person: ${name}`);
  return found;
}
