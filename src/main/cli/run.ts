import { CommanderError, type Command } from 'commander';
import { arrangeArguments } from './arrange-arguments.ts';
import { exitStatus, type ExitStatus } from './exit-status.ts';
import { reportFailure, reportUsage } from './failures.ts';

/** Builds the program. Each command calls `ended` once with its exit status. */
export type BuildProgram = (ended: (status: ExitStatus) => void) => Command;

/** Runs one command and returns its exit status. Nothing is thrown: every failure is told on stderr. */
export async function run(build: BuildProgram, args: readonly string[]): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.done;
  const program = build((ended) => (status = ended));
  const json = args.includes('--json');
  try {
    await program.parseAsync(arrangeArguments(program, args), { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version that were asked for; help for want of a command is wrong usage.
      if (error.exitCode === 0) return exitStatus.done;
      return reportUsage(error, json);
    }
    return reportFailure(error, json);
  }
}
