// Compiles the AssemblyScript kernels to out/kernel/*.wasm.
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, root, runRuntime } from './setup.mjs';

const source = path.join(root, 'src/engine/kernel/assembly');
const target = path.join(root, 'out/kernel');

function compile() {
  mkdirSync(target, { recursive: true });
  for (const file of readdirSync(source).filter((name) => name.endsWith('.ts'))) {
    const status = runRuntime([
      path.join(root, 'node_modules/assemblyscript/bin/asc.js'),
      path.join(source, file),
      '--outFile',
      path.join(target, `${path.basename(file, '.ts')}.wasm`),
      '--optimizeLevel',
      '3',
      '--shrinkLevel',
      '0',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--use',
      'abort=',
    ]);
    if (status !== 0) return status;
  }
  return 0;
}

/** Builds the kernels when their sources changed. */
export function ensureKernels() {
  ensureBuilt('kernels', 'kernel/.built', ['src/engine/kernel/assembly'], compile);
}
