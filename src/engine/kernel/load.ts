import { readFileSync } from 'node:fs';

/** The part of the WebAssembly interface used here; Node's own types leave it to those of browsers. */
declare const WebAssembly: {
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
};

/** Exports of a kernel: its memory and functions on numbers. */
export interface KernelExports {
  memory: { readonly buffer: ArrayBuffer };
}

/**
 * A new instance of a compiled kernel, or null where it was not built; callers then use the TypeScript twin. Kernels lie
 * in `out/kernel`, seen from the sources and from the bundle alike.
 */
export function loadKernel<Exports extends KernelExports>(name: string): Exports | null {
  if (process.env.SPOOR_KERNELS === 'off') return null;
  const up = import.meta.url.endsWith('.ts') ? '../../../out/kernel' : '../kernel';
  let code: Buffer;
  try {
    code = readFileSync(new URL(`${up}/${name}.wasm`, import.meta.url));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code)), {});
  return instance.exports as Exports;
}
