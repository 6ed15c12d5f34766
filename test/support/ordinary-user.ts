import { onTestFinished } from 'vitest';

const nobody = 65_534;

/**
 * Runs the rest of a test as a user whom permissions bind: tests often run as root, whom they do not. For synchronous
 * work on files; everything that it needs must be loaded before.
 */
export function becomeOrdinaryUser(): void {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || !seteuid) return;
  seteuid(nobody);
  onTestFinished(() => seteuid(0));
}
