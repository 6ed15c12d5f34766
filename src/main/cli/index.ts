// The command line: `npm run -s spoor -- COMMAND`.
import { buildProgram } from './program.ts';
import { run } from './run.ts';
import { watchStdout } from './terminal.ts';

watchStdout();
process.exitCode = await run(buildProgram, process.argv.slice(2));
