import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

export interface MachineFacts {
  cpu: string;
  cores: number;
  memoryBytes: number;
  system: string;
  node: string;
  /** Commit of the sources, with a plus sign where they were changed after it; null outside a repository. */
  commit: string | null;
  /** UTC. */
  date: string;
  /** Programs that wanted to run in the minute before the benchmark, which should be none. */
  loadBefore: number;
}

function git(...args: string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

export function machineFacts(): MachineFacts {
  const commit = git('rev-parse', '--short=10', 'HEAD');
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    node: process.version,
    commit: commit === null ? null : `${commit}${git('status', '--porcelain', '--', '../../src') === '' ? '' : '+'}`,
    date: new Date().toISOString().slice(0, 10),
    loadBefore: loadavg()[0] ?? 0,
  };
}
