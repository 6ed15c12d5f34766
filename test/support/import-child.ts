// A process of its own for kill tests: imports argv[3…] into argv[2] and tells its parent of every step.
import { importPaths, openCase } from '../../src/engine/entry.ts';

const [file, commitBytes, ...paths] = process.argv.slice(2);
const caseFile = openCase(file!, { mode: 'write', program: 'kill test' });
const result = await importPaths(
  caseFile,
  { paths, commitBytes: Number(commitBytes) },
  {
    signal: new AbortController().signal,
    onProgress: (progress) => process.send!({ step: progress.phase }),
    // Never asks for a commit, but is asked at every safe point: a finer clock than throttled progress.
    wantsCommit: () => {
      process.send!({ step: 'safe point' });
      return false;
    },
  },
);
caseFile.close();
process.send!({ step: 'done', result });
process.disconnect();
