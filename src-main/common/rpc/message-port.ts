import { Emitter } from '../event.ts';
import type { Port } from './port.ts';

/** What a page and Node have of a `MessagePort` alike. */
interface WebPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/** A `MessagePort` of a page, or of Node, as a port. */
export function messagePort<Incoming, Outgoing>(port: WebPort): Port<Incoming, Outgoing> {
  const received = new Emitter<Incoming>();
  const closed = new Emitter<undefined>();
  let isOpen = true;
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closed.fire(undefined);
  };
  port.addEventListener('message', ({ data }) => received.fire(data as Incoming));
  port.addEventListener('close', end);
  port.start();
  return {
    post: (message) => port.postMessage(message),
    onMessage: received.event,
    onClosed: closed.event,
    close: () => {
      port.close();
      end();
    },
  };
}
