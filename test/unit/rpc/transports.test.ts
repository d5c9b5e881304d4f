import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { clientOf } from '../../../src-main/common/rpc/client.ts';
import { connect } from '../../../src-main/common/rpc/connect.ts';
import { messagePort } from '../../../src-main/common/rpc/message-port.ts';
import type { Port } from '../../../src-main/common/rpc/port.ts';
import { serve } from '../../../src-main/rpc/serve.ts';
import { childProcessPort } from '../../../src-main/rpc/transports/child-process.ts';
import { jsonLinesPort, longestLine } from '../../../src-main/rpc/transports/json-lines.ts';
import { servedContract, summing } from '../../support/process/served-contract.ts';

const program = join(import.meta.dirname, '../../support/process/served-contract.ts');

/** A line to who serves the contract, and what makes that one go away. */
interface Served {
  readonly port: Port;
  readonly kill: () => unknown;
}

/** Node's ports have the face of those of pages, too, with looser types. */
const asInPages = (port: MessagePort) => port as unknown as Parameters<typeof messagePort>[0];

const transports: Readonly<Record<string, () => Served>> = {
  'a message port': () => {
    const { port1, port2 } = new MessageChannel();
    serve(messagePort(asInPages(port1)), servedContract, summing());
    return { port: messagePort(asInPages(port2)), kill: () => port1.close() };
  },
  'the channel of a child process': () => {
    const child = fork(program, ['channel'], { serialization: 'advanced' });
    return { port: childProcessPort(child), kill: () => child.kill('SIGKILL') };
  },
  'standard input and output': () => {
    const child = spawn(process.execPath, [program, 'lines'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const port: Port = jsonLinesPort({ input: child.stdout, output: child.stdin });
    return { port, kill: () => child.kill('SIGKILL') };
  },
};

describe.each(Object.keys(transports))('a contract over %s', (name) => {
  let served: Served | undefined;
  const start = () => {
    served = transports[name]!();
    const connection = connect(served.port);
    return { connection, client: clientOf(servedContract, connection), ...served };
  };
  afterEach(() => {
    served?.port.close();
    served?.kill();
  });

  it('answers calls in their order, and announces before it answers', async () => {
    const { client } = start();
    const heard: unknown[] = [];
    client.onAdded((added) => heard.push(added));
    const numbers = Array.from({ length: 50 }, (_, i) => i);
    const sums = await Promise.all(numbers.map((to) => client.add({ to })));
    expect(sums).toEqual(numbers.map((to) => (to * (to + 1)) / 2));
    expect(heard).toEqual(sums.map((total) => ({ total })));
    expect(await client.total()).toBe(1225);
  });

  it('carries any text, and much of it', async () => {
    const { client } = start();
    const text = `"\u2028\n\r\0ü€😀\\${'x'.repeat(1_000_000)}`;
    expect(await client.say({ text })).toBe(text);
  });

  it('carries an error as data, which the client throws', async () => {
    const { client, connection } = start();
    const error = { code: 'limits/unreadable', message: 'No such file', remedy: 'Look again' };
    await expect(client.fail()).rejects.toMatchObject(error);
    expect(await connection.call('fail')).toMatchObject({ ok: false, error });
    expect(await connection.call('add', { to: 'x' })).toMatchObject({ error: { code: 'request/invalid' } });
    expect(await connection.call('constructor')).toMatchObject({ error: { code: 'request/invalid' } });
  });

  it('refuses what waits, and what is asked later, when the other end is gone', async () => {
    const { client, connection, kill } = start();
    await client.total();
    const waiting = client.wait();
    const closed = new Promise((resolve) => connection.onClosed(resolve));
    kill();
    await closed;
    const stopped = { code: 'engine/stopped', retriable: true };
    await expect(waiting).rejects.toMatchObject(stopped);
    await expect(client.total()).rejects.toMatchObject(stopped);
  });
});

describe('lines of JSON', () => {
  it('end with a line that is none', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const refused: string[] = [];
    const port = jsonLinesPort({ input, output, onRefused: ({ message }) => refused.push(message) });
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    const closed = new Promise((resolve) => port.onClosed(resolve));
    input.write('{"kind":"a"}\nhello\n{"kind":"b"}\n');
    await closed;
    expect(heard).toEqual([{ kind: 'a' }]);
    expect(refused).toEqual(['A line is not a message; the connection is closed']);
    output.resume();
    await once(output, 'end');
  });

  it('are taken in whatever parts they come, up to 16 MiB', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const heard: unknown[] = [];
    const port = jsonLinesPort({ input, output });
    port.onMessage((message) => heard.push(message));
    const messages = [{ text: 'ü€😀\u2028' }, { text: 'x'.repeat(longestLine - 12) }];
    const bytes = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(''));
    const parts = Array.from({ length: 40 }, (_, i) => i).concat(40 + 5 * 1024 ** 2, bytes.length);
    parts.slice(1).forEach((end, i) => input.write(bytes.subarray(parts[i], end)));
    await expect.poll(() => heard).toHaveLength(2);
    expect(JSON.stringify(heard) === JSON.stringify(messages)).toBe(true);
  });

  it('end with one that goes on, of which no more is kept', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const refused: string[] = [];
    const port = jsonLinesPort({ input, output, onRefused: ({ message }) => refused.push(message) });
    const closed = new Promise((resolve) => port.onClosed(resolve));
    const part = Buffer.alloc(1024 ** 2, 'x');
    for (let i = 0; i < 17; i++) input.write(part);
    await closed;
    expect(refused).toEqual(['A line is longer than 16 MiB; the connection is closed']);
  });

  it('go on after a message whose listener throws, which the process hears of', async () => {
    const thrown = uncaught();
    const input = new PassThrough();
    const refused: string[] = [];
    const port = jsonLinesPort({
      input,
      output: new PassThrough(),
      onRefused: ({ message }) => refused.push(message),
    });
    const heard: unknown[] = [];
    port.onMessage((message) => {
      heard.push(message);
      if (heard.length === 1) throw new Error('of the listener');
    });
    input.write('{"kind":"a"}\n{"kind":"b"}\n');
    input.write('{"kind":"c"}\n');
    await expect.poll(() => heard).toHaveLength(3);
    expect(await thrown).toMatchObject({ message: 'of the listener' });
    expect(refused).toEqual([]);
  });

  it('leave no stream open once the port is closed', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const port = jsonLinesPort({ input, output });
    port.close();
    await once(input, 'close');
    expect(output.writableEnded).toBe(true);
  });
});

/** The next error that nobody caught; the test runner, which takes one for a failure, hears nothing of it. */
function uncaught(): Promise<unknown> {
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  return new Promise((resolve) =>
    process.once('uncaughtException', (error) => {
      for (const other of others) process.on('uncaughtException', other);
      resolve(error);
    }),
  );
}
