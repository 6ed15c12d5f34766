import type { Screen } from './screen.ts';

/**
 * The screens there are, in the order of the rail; one line each. `Component` is `lazy(() => import(…))`, so that a
 * screen is loaded when it is first shown.
 */
export const screens: readonly Screen[] = [];
