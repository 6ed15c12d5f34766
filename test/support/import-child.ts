// A process of its own for kill tests: imports argv[3…] into argv[2] and tells its parent of every step.
import { importPaths, openCase } from '../../src/engine/entry.ts';

const [file, commitBytes, ...paths] = process.argv.slice(2);
// With this it commits at every safe point and kills itself at that one, in an open transaction.
const dieAt = Number(process.env.SPOOR_DIE_AT ?? 0);
let asked = 0;
const caseFile = openCase(file!, { mode: 'write', program: 'kill test' });
const result = await importPaths(
  caseFile,
  { paths, commitBytes: Number(commitBytes) },
  {
    signal: new AbortController().signal,
    onProgress: (progress) => process.send!({ step: progress.phase }),
    // Asks for no commit of its own, but is asked at every safe point: a finer clock than throttled progress.
    wantsCommit: () => {
      process.send!({ step: 'safe point' });
      if (++asked === dieAt) process.kill(process.pid, 'SIGKILL');
      return dieAt > 0;
    },
  },
);
caseFile.close();
process.send!({ step: 'done', result });
process.disconnect();
