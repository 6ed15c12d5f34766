import type { Grant, Startup } from '../../shared/contract/app.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/calls.ts';
import { AppError, cancelled, fromErrorData } from '../../shared/contract/errors.ts';
import type { EventName, Events } from '../../shared/contract/events.ts';
import type { SpoorBridge } from '../../shared/contract/wire.ts';

export interface CallOptions {
  /** Aborting cancels the running work and rejects with `cancelled`. */
  signal?: AbortSignal | undefined;
  /** A newer call in the same slot cancels the one before. */
  slot?: string | undefined;
}

/** The one way from the renderer to host and engine, the same over Electron's preload and over a WebSocket. */
export interface Bridge {
  readonly startup: Startup;
  /** Rejects with an `AppError`; being cancelled is one with the code `cancelled`. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>, options?: CallOptions): Promise<CallOutput<Name>>;
  /** Returns the function that ends the subscription. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
  /** Electron only: grants for dropped files, which have a path there. */
  grantDrop(files: readonly File[]): Promise<Grant[]>;
}

export function createBridge(transport: SpoorBridge): Bridge {
  let calls = 0;
  return {
    startup: transport.startup,
    call(name, input, { signal, slot } = {}) {
      calls += 1;
      const id = `${transport.startup.client}-${calls}`.slice(-64);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(cancelled());
          return;
        }
        const abort = () => {
          transport.cancel(id);
          reject(cancelled());
        };
        signal?.addEventListener('abort', abort, { once: true });
        transport
          .call(id, name, input, slot ?? null)
          .then(
            // The contract is one literal that both ends share, so the answer has the type of the call.
            (result) => (result.ok ? resolve(result.value as never) : reject(fromErrorData(result.error))),
            (error: unknown) => reject(new AppError('internal', 'The call did not reach Spoor.', { cause: error })),
          )
          .finally(() => signal?.removeEventListener('abort', abort));
      });
    },
    on(name, listener) {
      return transport.on((event) => {
        if (event.name === name) listener(event.payload as never);
      });
    },
    async grantDrop(files) {
      const result = await transport.grantDrop(files);
      if (!result.ok) throw fromErrorData(result.error);
      return result.value;
    },
  };
}

declare global {
  interface Window {
    /** Exposed by Electron's preload; absent in the browser host. */
    readonly spoor?: SpoorBridge;
  }
}
