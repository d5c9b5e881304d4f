import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type Connection from 'kafkajs/src/network/connection.js';
import ConnectionPool from 'kafkajs/src/network/connectionPool.js';
import { expect, it } from 'vitest';
import { exchange } from '../../../../src-main/engine/log/kafka/kafkajs/requests.ts';
import { int32 } from '../../../../src-main/engine/log/kafka/kafkajs/wire.ts';
import '../../../../src-main/engine/log/kafka/kafkajs/connection-pool.ts';
import '../../../../src-main/engine/log/kafka/kafkajs/request-queue.ts';

class SlowConnection implements Connection {
  chunks = [];
  bytesBuffered = 0;
  bytesNeeded = 0;
  made = 0;
  #isConnected = false;
  failure: Error | undefined;

  isConnected(): boolean {
    return this.#isConnected;
  }

  async connect(): Promise<void> {
    this.made += 1;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failure) throw this.failure;
    this.#isConnected = true;
  }
}

const get = (connection: Connection): Promise<Connection> =>
  ConnectionPool.prototype.getConnection.call({ pool: [connection] } as unknown as ConnectionPool);

it('requests that come together wait for one connection', async () => {
  const connection = new SlowConnection();
  const all = await Promise.all([get(connection), get(connection), get(connection)]);
  expect(all).toEqual([connection, connection, connection]);
  await get(connection);
  expect(connection.made).toBe(1);
});

it('one that could not be made fails for all who wait, and is made anew for the next', async () => {
  const connection = new SlowConnection();
  connection.failure = new Error('refused');
  const all = await Promise.allSettled([get(connection), get(connection)]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  connection.failure = undefined;
  await get(connection);
  expect(connection.made).toBe(2);
});

/** A broker whose answers are their request's number, in a hundred bytes; it ends within the first. */
async function endingBroker(): Promise<{ readonly port: number; stop(): void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('data', (data) => {
      const answer = Buffer.concat([int32(104), data.subarray(8, 12), Buffer.alloc(100)]);
      if (sockets.length > 1) socket.write(answer);
      else socket.end(answer.subarray(0, 50));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port, stop };
}

it('a connection is read from its first byte, whatever came of the one before', async () => {
  const broker = await endingBroker();
  const silent = { debug: () => {}, error: () => {}, warn: () => {}, namespace: () => silent };
  const pool = new ConnectionPool({
    ...{ host: '127.0.0.1', port: broker.port, logger: silent },
    ...{ connectionTimeout: 5_000, requestTimeout: 5_000 },
    socketFactory: ({ host, port, onConnect }) => connect({ host, port }, onConnect),
  });
  const ask = (): Promise<string> => pool.send(exchange(['Test', 18, 0], Buffer.alloc(0), () => 'answered'));
  await expect(ask()).rejects.toThrow('Closed connection');
  expect(await ask()).toBe('answered');
  await pool.destroy();
  broker.stop();
});
