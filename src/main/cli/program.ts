import { Command } from 'commander';
import { locations } from '../locations.ts';
import { addEvent } from './commands/event.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addProfiles } from './commands/profiles.ts';
import { addQuery } from './commands/query.ts';
import { addServe } from './commands/serve.ts';
import { addVerify } from './commands/verify.ts';
import type { ExitStatus } from './exit-status.ts';

/** All commands of the command line. */
export function buildProgram(ended: (status: ExitStatus) => void): Command {
  const program = new Command('spoor')
    .description(
      'Investigate AWS CloudTrail on your own computer: one case file, exact search, evidence you can defend.',
    )
    .version(locations().version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(add --help for what the command takes)')
    .exitOverride()
    .addHelpText(
      'after',
      `
Exit status: 0 done, 1 failed, 2 wrong usage, 3 done with problems (listed).

Examples:
  spoor import breach.spoor ./CloudTrail logs.zip
  spoor query breach.spoor 'event:CreateAccessKey -outcome:denied'
  spoor export breach.spoor 'principal:ci-deploy' --format csv --out ci-deploy.csv`,
    );
  for (const add of [addImport, addQuery, addEvent, addExport, addVerify, addProfiles, addServe]) add(program, ended);
  return program;
}
