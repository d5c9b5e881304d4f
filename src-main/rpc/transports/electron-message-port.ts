import type { MessagePortMain } from 'electron';
import { Emitter } from '../../common/event.ts';
import type { Port } from '../../common/rpc/port.ts';

/** The `MessagePort` of Electron's main and utility processes, which has another face than that of pages. */
export function electronMessagePort<Incoming, Outgoing>(port: MessagePortMain): Port<Incoming, Outgoing> {
  const received = new Emitter<Incoming>();
  const closed = new Emitter<undefined>();
  let isOpen = true;
  const end = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closed.fire(undefined);
  };
  port.on('message', ({ data }) => received.fire(data as Incoming));
  port.on('close', end);
  port.start();
  return {
    post: (message) => {
      if (isOpen) port.postMessage(message);
    },
    onMessage: received.event,
    onClosed: closed.event,
    close: () => {
      port.close();
      end();
    },
  };
}
