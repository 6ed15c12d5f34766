import type { EngineEvent } from '../shared/contract/engine.ts';
import type { EventMessage } from '../shared/contract/events.ts';

/** A window as a receiver of events. */
export interface EventReceiver {
  send(event: EventMessage): void;
}

export interface EventFanOut {
  /** Adds a window that is not listening yet: its events wait. */
  add(client: string, receiver: EventReceiver): void;
  remove(client: string): void;
  /** The window listens from now on (its renderer made its first call). */
  ready(client: string): void;
  /** The window loads again: its events wait once more. */
  notReady(client: string): void;
  /** To the given windows, null for all. */
  publish(event: EngineEvent): void;
}

/** Events that wait for a loading window; older ones go first, since panes fetch afresh when they load. */
const waitingLimit = 200;

export function createEventFanOut(): EventFanOut {
  const clients = new Map<string, { receiver: EventReceiver; waiting: EventMessage[] | null }>();
  return {
    add(client, receiver) {
      clients.set(client, { receiver, waiting: [] });
    },
    remove(client) {
      clients.delete(client);
    },
    ready(client) {
      const known = clients.get(client);
      if (known?.waiting == null) return;
      const { waiting } = known;
      known.waiting = null;
      for (const message of waiting) known.receiver.send(message);
    },
    notReady(client) {
      const known = clients.get(client);
      if (known !== undefined) known.waiting ??= [];
    },
    publish({ clients: concerned, message }) {
      for (const [client, known] of clients) {
        if (concerned !== null && !concerned.includes(client)) continue;
        if (known.waiting === null) known.receiver.send(message);
        else if (known.waiting.push(message) > waitingLimit) known.waiting.shift();
      }
    },
  };
}
