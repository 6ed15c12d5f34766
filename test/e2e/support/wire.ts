import type { BrowserContext } from 'playwright';
import type { ErrorData } from '../../../src/shared/contract/errors.ts';
import type { EventMessage } from '../../../src/shared/contract/events.ts';
import { socketPath, type Reply, type Request } from '../../../src/shared/contract/wire.ts';

/**
 * Sits on the WebSocket between pages and browser host, so that states that last an instant can be looked at: it holds
 * the answers of chosen calls, makes chosen calls fail, and sends events of its own. Everything else passes as it is.
 */
export class Wire {
  readonly #held = new Map<string, (() => void)[]>();
  readonly #failing = new Map<string, ErrorData>();
  readonly #pages: ((reply: Reply) => void)[] = [];

  /** Call it before the first page of the context opens. */
  static async tap(context: BrowserContext): Promise<Wire> {
    const wire = new Wire();
    await context.routeWebSocket(new RegExp(`${socketPath}(\\?|$)`), (pageSide) => {
      const hostSide = pageSide.connectToServer();
      const names = new Map<string, string>();
      wire.#pages.push((reply) => pageSide.send(JSON.stringify(reply)));
      pageSide.onMessage((text) => {
        const request = JSON.parse(String(text)) as Request;
        if (request.kind === 'call') names.set(request.id, request.name);
        hostSide.send(text);
      });
      hostSide.onMessage((text) => {
        const reply = JSON.parse(String(text)) as Reply;
        const name = reply.kind === 'result' ? names.get(reply.id) : undefined;
        if (reply.kind === 'result') names.delete(reply.id);
        wire.#deliver(name, reply, (changed) => pageSide.send(JSON.stringify(changed)));
      });
    });
    return wire;
  }

  /** Answers of these calls wait until `release`. */
  hold(...names: string[]): void {
    for (const name of names) if (!this.#held.has(name)) this.#held.set(name, []);
  }

  /** Lets go of everything that is held, and holds nothing more. */
  release(): void {
    const waiting = [...this.#held.values()].flat();
    this.#held.clear();
    for (const send of waiting) send();
  }

  /** Every call of this name fails until `mend`. */
  fail(name: string, error: ErrorData): void {
    this.#failing.set(name, error);
  }

  mend(): void {
    this.#failing.clear();
  }

  /** Sends an event to the page that connected last. */
  emit(event: EventMessage): void {
    this.#pages.at(-1)?.({ kind: 'event', event });
  }

  /** Runs a command in the page that connected last, as a menu would. */
  run(id: string): void {
    this.emit({ name: 'app.command', payload: { id } });
  }

  #deliver(name: string | undefined, reply: Reply, send: (reply: Reply) => void): void {
    const error = name === undefined ? undefined : this.#failing.get(name);
    const changed: Reply =
      error !== undefined && reply.kind === 'result' ? { ...reply, result: { ok: false, error } } : reply;
    const waiting = name === undefined ? undefined : this.#held.get(name);
    if (waiting === undefined) send(changed);
    else waiting.push(() => send(changed));
  }
}
