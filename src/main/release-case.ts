import type { Engine } from '../shared/contract/engine.ts';

/** A window that is gone has no case open any more. After the engine has closed, there is nothing left to do. */
export async function releaseCase(engine: Engine, client: string): Promise<void> {
  try {
    await engine.call('case.close', {}, { client, slot: null, signal: new AbortController().signal });
  } catch {
    // The engine closed every case when it closed.
  }
}
