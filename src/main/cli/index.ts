// The command line: `npm run -s spoor -- COMMAND`.
import { enableCompileCache } from 'node:module';

// Node keeps what it compiled in the user's temporary folder: later commands start three times as fast. It has to come
// before the modules it is about are loaded; where nothing can be kept it does nothing.
enableCompileCache();

const [{ buildProgram }, { run }, { watchStdout }] = await Promise.all([
  import('./program.ts'),
  import('./run.ts'),
  import('./terminal.ts'),
]);
watchStdout();
process.exitCode = await run(buildProgram, process.argv.slice(2));
