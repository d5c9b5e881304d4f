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

/** A message port of whatever face: those of pages, of Node and of Electron differ in how they are listened to. */
export interface RawPort {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  listen(onMessage: (event: { readonly data: unknown }) => void, onClose: () => void): void;
}

/** A message port as a port: what is posted after its end is dropped, and its end is told once. */
export function portOver<Incoming, Outgoing>(raw: RawPort): Port<Incoming, Outgoing> {
  const received = new Emitter<Incoming>();
  const closed = new Emitter<undefined>();
  let isOpen = true;
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closed.fire(undefined);
  };
  raw.listen(({ data }) => received.fire(data as Incoming), end);
  raw.start();
  return {
    post: (message) => {
      if (isOpen) raw.postMessage(message);
    },
    onMessage: received.event,
    onClosed: closed.event,
    close: () => {
      raw.close();
      end();
    },
  };
}

/** A `MessagePort` of a page, or of Node, as a port. */
export const messagePort = <Incoming, Outgoing>(port: WebPort): Port<Incoming, Outgoing> =>
  portOver({
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
    listen(onMessage, onClose) {
      port.addEventListener('message', onMessage);
      port.addEventListener('close', onClose);
    },
  });
