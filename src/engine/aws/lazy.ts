import type { ProfileCheck } from './check-profile.ts';
import type { SessionOptions } from './session.ts';
import type { SignInOptions } from './sign-in.ts';

// For hosts: the SDK takes long to load, and most commands never need it.

/** `checkProfile` of `check-profile.ts`. */
export async function checkProfile(profile: string, options: SessionOptions = {}): Promise<ProfileCheck> {
  const module = await import('./check-profile.ts');
  return module.checkProfile(profile, options);
}

/** `signIn` of `sign-in.ts` for a profile by name; returns when the sign-in ends, in milliseconds since 1970. */
export async function signInProfile(profile: string, options: SignInOptions): Promise<number> {
  const [{ openAwsSession }, { signIn }] = await Promise.all([import('./session.ts'), import('./sign-in.ts')]);
  const session = await openAwsSession(profile);
  try {
    return await signIn(session, options);
  } finally {
    session.close();
  }
}
