import * as z from 'zod';
import type { Grant, Startup } from './app.ts';
import type { CallResult } from './call.ts';
import type { EventMessage } from './events.ts';

/**
 * What travels from the renderer to a host, over Electron's one channel `call` or as JSON text over the browser
 * host's WebSocket. Ids are made per call by the caller.
 */
export const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    id: z.string().min(1).max(64),
    name: z.string().max(100),
    input: z.unknown(),
    slot: z.string().max(100).nullable(),
  }),
  z.strictObject({ kind: z.literal('cancel'), id: z.string().min(1).max(64) }),
]);
export type Request = z.infer<typeof requestSchema>;

/**
 * Path of the browser host's WebSocket. A window that loads again or reconnects passes the `client` of its last
 * `hello` as `?client=` and finds its case as it left it.
 */
export const socketPath = '/socket';

/** What travels back over the WebSocket. Electron returns the result from `call` and sends events on `event`. */
export type Reply =
  | { kind: 'hello'; startup: Startup }
  | { kind: 'result'; id: string; result: CallResult<unknown> }
  | { kind: 'event'; event: EventMessage };

/** `window.spoor`, which Electron's preload exposes. */
export interface SpoorBridge {
  readonly startup: Startup;
  call(id: string, name: string, input: unknown, slot: string | null): Promise<CallResult<unknown>>;
  cancel(id: string): void;
  on(listener: (event: EventMessage) => void): () => void;
  /** Grants for dropped `File` objects; only real files from a drop or an input have a path. */
  grantDrop(files: readonly object[]): Promise<CallResult<Grant[]>>;
}
