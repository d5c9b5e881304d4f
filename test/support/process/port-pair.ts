import { Emitter } from '../../../src-main/common/event.ts';
import type { Port } from '../../../src-main/common/rpc/port.ts';

/** Two ends of a line within this process: what is posted at one arrives at the other at once. */
export function portPair(): [Port, Port] {
  const [received, closed] = [
    [new Emitter<unknown>(), new Emitter<unknown>()] as const,
    new Emitter<undefined>(),
  ];
  let isOpen = true;
  const end = (own: 0 | 1): Port => ({
    post: (message) => {
      if (isOpen) received[own === 0 ? 1 : 0].fire(message);
    },
    onMessage: received[own].event,
    onClosed: closed.event,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      closed.fire(undefined);
    },
  });
  return [end(0), end(1)];
}
