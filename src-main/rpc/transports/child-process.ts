import type { ChildProcess, Serializable } from 'node:child_process';
import { Emitter } from '../../common/event.ts';
import type { Port } from '../../common/rpc/port.ts';

/** Either end of the channel between a process and one that it forked: the child, or `process` within the child. */
type Forked = Pick<NodeJS.Process | ChildProcess, 'send' | 'disconnect' | 'connected'> & NodeJS.EventEmitter;

/** The channel of a forked process as a port; fork it with `serialization: 'advanced'`. */
export function childProcessPort<Incoming, Outgoing>(process: Forked): Port<Incoming, Outgoing> {
  const received = new Emitter<Incoming>();
  const closed = new Emitter<undefined>();
  process.on('message', (message: Incoming) => received.fire(message));
  process.once('disconnect', () => closed.fire(undefined));
  return {
    // Without the callback, a channel that closes meanwhile would be an error that nobody hears.
    post: (message) => {
      if (process.connected) process.send?.(message as Serializable, undefined, {}, () => undefined);
    },
    onMessage: received.event,
    onClosed: closed.event,
    close: () => {
      if (process.connected) process.disconnect();
    },
  };
}
