import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Emitter } from '../../common/event.ts';
import type { Port } from '../../common/rpc/port.ts';

/**
 * A port over two streams, such as standard input and output: a message is a line of JSON. A line that is none closes it, as
 * whoever writes such a line is not the other end.
 */
export function jsonLinesPort<Incoming, Outgoing>({
  input,
  output,
}: {
  input: Readable;
  output: Writable;
}): Port<Incoming, Outgoing> {
  const received = new Emitter<Incoming>();
  const closed = new Emitter<undefined>();
  let isOpen = true;
  const lines = createInterface({ input, crlfDelay: Infinity });
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    lines.close();
    output.end();
    closed.fire(undefined);
  };
  lines.on('line', (line) => {
    if (!isOpen) return;
    const message = parsed(line);
    if (message === undefined) close();
    else received.fire(message as Incoming);
  });
  lines.once('close', close);
  input.once('error', close);
  // The other end does not read any more.
  output.on('error', close);
  return {
    post: (message) => {
      if (isOpen) output.write(lineOf(message));
    },
    onMessage: received.event,
    onClosed: closed.event,
    close,
  };
}

/** Node's reader of lines ends one at U+2028 and U+2029 as well, which JSON may hold as they are. */
const lineOf = (message: unknown): string =>
  `${JSON.stringify(message).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`;

/** The message of a line; undefined for what is none. */
function parsed(line: string): object | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
