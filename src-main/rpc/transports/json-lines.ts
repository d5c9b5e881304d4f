import type { Readable, Writable } from 'node:stream';
import { MonitorError } from '../../common/errors.ts';
import { Emitter } from '../../common/event.ts';
import { say } from '../../common/phrases/say.ts';
import type { Port } from '../../common/rpc/port.ts';

/** Bytes of a line, more than any call or answer of a contract has. */
export const longestLine = 16 * 1024 * 1024;

interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  /** Told why the port closes, where the other end wrote something other than a message. */
  readonly onRefused?: (error: MonitorError) => void;
}

/**
 * A port over two streams, such as standard input and output: a message is a line of JSON. A line that is none, or longer
 * than {@link longestLine}, closes it, as whoever writes such a line is not the other end. Closing it closes both streams,
 * so that the other end hears of it.
 */
export function jsonLinesPort<Incoming, Outgoing>({
  input,
  output,
  onRefused = (error) => console.error(error.message),
}: Streams): Port<Incoming, Outgoing> {
  const received = new Emitter<Incoming>();
  const closed = new Emitter<undefined>();
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    input.off('data', read);
    input.destroy();
    output.end();
    closed.fire(undefined);
  };
  const lines = new Lines();
  const read = (bytes: Buffer): void => {
    try {
      for (const line of lines.after(bytes)) {
        if (isOpen) deliver(messageOf(line) as Incoming, received);
      }
    } catch (thrown) {
      onRefused(MonitorError.from(thrown));
      close();
    }
  };
  input.on('data', read);
  for (const event of ['end', 'close', 'error']) input.once(event, close);
  // The other end does not read any more.
  output.on('error', close);
  return {
    post: (message) => {
      if (isOpen) output.write(`${JSON.stringify(message)}\n`);
    },
    onMessage: received.event,
    onClosed: closed.event,
    close,
  };
}

/** What a listener throws says nothing of the line: it is thrown outside, as by any other port, and the next line is read. */
function deliver<Incoming>(message: Incoming, received: Emitter<Incoming>): void {
  try {
    received.fire(message);
  } catch (thrown) {
    process.nextTick(() => {
      throw thrown;
    });
  }
}

const lineFeed = 0x0a;

/** Lines of a stream, of which no more than {@link longestLine} bytes wait for their end. */
class Lines {
  #begun: Buffer[] = [];
  #size = 0;

  /**
   * The lines that end in what comes next.
   *
   * @throws MonitorError `request/invalid` for one that is too long
   */
  *after(bytes: Buffer): Generator<string> {
    let from = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
      this.#add(bytes.subarray(from, end));
      from = end + 1;
      const line = Buffer.concat(this.#begun).toString();
      this.#begun = [];
      this.#size = 0;
      yield line;
    }
    this.#add(bytes.subarray(from));
  }

  #add(bytes: Buffer): void {
    this.#size += bytes.length;
    if (this.#size > longestLine)
      throw new MonitorError(
        'request/invalid',
        say('request.lineTooLong', { most: longestLine / 1024 ** 2 }),
      );
    if (bytes.length > 0) this.#begun.push(bytes);
  }
}

/** The message of a line. @throws MonitorError `request/invalid` for what is none */
function messageOf(line: string): object {
  const message = jsonOf(line);
  if (typeof message === 'object' && message !== null) return message;
  throw new MonitorError('request/invalid', say('request.noMessage'));
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
