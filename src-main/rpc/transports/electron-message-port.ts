import type { MessagePortMain } from 'electron';
import { portOver } from '../../common/rpc/message-port.ts';
import type { Port } from '../../common/rpc/port.ts';

/** The `MessagePort` of Electron's main and utility processes, which has another face than that of pages. */
export const electronMessagePort = <Incoming, Outgoing>(port: MessagePortMain): Port<Incoming, Outgoing> =>
  portOver({
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
    listen(onMessage, onClose) {
      port.on('message', onMessage);
      port.on('close', onClose);
    },
  });
