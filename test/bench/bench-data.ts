import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from '../../src/engine/generate/manifest.ts';
import { runMeasured } from './measured-process.ts';

/** A month of an organization of twelve accounts, from nothing but this seed. */
export const dataOptions = { seed: 'bench', days: 30, accounts: 12 } as const;

export interface BenchData {
  /** Folder with `.json.gz` files and nothing else. */
  logs: string;
  manifest: Manifest;
  files: number;
  gzipBytes: number;
}

const generator = path.resolve(import.meta.dirname, '../../src/engine/generate');

/** Hash of the generator: when it changes, so does what it writes. */
function generatorHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(generator, { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(path.join(generator, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Makes the data, or finds it in the temporary folder where an earlier run made it. */
export async function benchData(events: number, say: (line: string) => void): Promise<BenchData> {
  const { seed, days, accounts } = dataOptions;
  const folder = path.join(tmpdir(), 'spoor-bench', `${events}-${seed}-${days}-${accounts}-${generatorHash()}`);
  if (!existsSync(folder)) {
    say(`making ${events.toLocaleString('en-US')} events in ${folder}`);
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    const flags = { events, seed, days, accounts, out: unfinished };
    try {
      await runMeasured(
        path.join(generator, 'command.ts'),
        Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
      );
      renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  const logs = path.join(folder, 'AWSLogs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json.gz'));
  return {
    logs,
    manifest: JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest,
    files: files.length,
    gzipBytes: files.reduce((sum, name) => sum + statSync(path.join(logs, name)).size, 0),
  };
}
