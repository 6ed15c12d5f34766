import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { median, percentile } from '../bench/statistics.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const bench = path.resolve(import.meta.dirname, '../bench/bench.ts');

it('measures a small case and reports every line', () => {
  const folder = temporaryFolder();
  const temporary = path.join(folder, 'temporary');
  mkdirSync(temporary);
  const out = path.join(folder, 'performance.md');
  const args = ['--events', '2000', '--repeats', '1', '--skip', 'duckdb', '--out', out];
  const { status, stdout, stderr } = spawnSync(process.execPath, [bench, ...args], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
  });
  expect(stderr).toContain(`wrote ${out}`);
  expect(status).toBe(0);

  const table = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  const measured = new Map(table.slice(1).map(([name, value]) => [name!, value!]));
  const notRun = [...measured].filter(([, value]) => value === '–').map(([name]) => name);
  expect(notRun).toEqual(['import, beside DuckDB (wall time)', 'import, beside DuckDB (CPU time)']);
  expect(measured.size).toBe(16);
  const values = [...measured.values()].filter((value) => value !== '–').map((value) => Number.parseFloat(value));
  expect(values.filter((value) => !(value > 0))).toEqual([]);

  const report = readFileSync(out, 'utf8');
  expect(report.match(/^## .*$/gm)).toEqual(
    ['Against the targets', 'Import', 'Refresh', 'Words', 'Opening a case', 'Method', 'How to repeat'].map(
      (title) => `## ${title}`,
    ),
  );
  expect(report).toMatch(/^- Data: \d,\d{3} events in \d+ files/m);
  expect(report).not.toMatch(/NaN|undefined|Infinity/);
});

it('takes medians and percentiles by nearest rank', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.95), percentile(hundred, 1)]).toEqual([50, 95, 100]);
});
