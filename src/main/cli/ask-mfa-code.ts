import { createInterface } from 'node:readline/promises';
import type { AskMfaCode } from '../../engine/entry.ts';
import { cancelled } from '../../shared/contract/errors.ts';
import { printable } from './text.ts';

/** Asks for MFA codes on the terminal; undefined where nobody can answer. */
export function askMfaCodeOnTerminal(): AskMfaCode | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return async ({ serial, profile }) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await lines.question(`MFA code of ${printable(serial)} for profile ${printable(profile)}: `);
      if (answer.trim() === '') throw cancelled();
      return answer;
    } finally {
      lines.close();
    }
  };
}
