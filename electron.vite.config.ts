import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'electron-vite';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname;

// Every module of the main process lies in one folder, and each entry of a worker thread beside it under the name
// that `src/engine/worker-url.ts` looks for.
const workers = Object.fromEntries(
  globSync('src/engine/workers/*.ts', { cwd: root }).map((file) => [
    `worker-${path.basename(file, '.ts')}`,
    path.join(root, file),
  ]),
);

const main = {
  build: {
    outDir: path.join(root, 'out/main'),
    sourcemap: true,
    rollupOptions: {
      input: { index: path.join(root, 'src/main/index.ts'), ...workers },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        // The engine is loaded once the app is ready, from a file of its own.
        chunkFileNames: ({ facadeModuleId }) =>
          facadeModuleId === path.join(root, 'src/engine/entry.ts') ? 'engine.js' : '[name]-[hash].js',
      },
    },
  },
} satisfies UserConfig['main'];

// A sandboxed preload is one CommonJS file.
const preload = {
  build: {
    externalizeDeps: false,
    outDir: path.join(root, 'out/preload'),
    rollupOptions: {
      input: { index: path.join(root, 'src/preload/index.ts') },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
} satisfies UserConfig['preload'];

const renderer = {
  root: path.join(root, 'src/renderer'),
  plugins: [react()],
  build: {
    outDir: path.join(root, 'out/renderer'),
    emptyOutDir: true,
    sourcemap: true,
    // The policy of the page refuses inlined files other than images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: path.join(root, 'src/renderer/index.html') } },
  },
};

/** `SPOOR_BUILD=hosts` or `renderer` builds that half alone. */
const half = process.env['SPOOR_BUILD'];
const hasRenderer = existsSync(path.join(root, 'src/renderer/index.html'));

export default defineConfig({
  ...(half === 'renderer' ? {} : { main, preload }),
  ...(half === 'hosts' || !hasRenderer ? {} : { renderer }),
});
