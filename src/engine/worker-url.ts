/**
 * URL of a worker thread's entry `src/engine/workers/<name>.ts`. Run from source it is that file; in the built app
 * every module lies in `out/main` and the build emits each entry beside it as `worker-<name>.js`.
 */
export function workerUrl(name: string): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL(`./workers/${name}.ts`, import.meta.url)
    : new URL(`./worker-${name}.js`, import.meta.url);
}
