// Makes the sample case in a process of its own: `node make-sample.ts FILE`. Specs copy it instead of making it again.
import { newestVersion } from '../../../src/engine/case/migrate.ts';
import { makeSample } from '../../../src/engine/handlers/make-sample.ts';
import { locations } from '../../../src/main/locations.ts';

const [file = ''] = process.argv.slice(2);
const version = `${locations().version} schema ${newestVersion}`;
await makeSample(
  { file, version },
  { signal: new AbortController().signal, cancelFlag: undefined, onProgress: () => undefined },
);
