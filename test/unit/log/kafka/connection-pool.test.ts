import type Connection from 'kafkajs/src/network/connection.js';
import ConnectionPool from 'kafkajs/src/network/connectionPool.js';
import { expect, it } from 'vitest';
import '../../../../src-main/engine/log/kafka/kafkajs/connection-pool.ts';

class SlowConnection implements Connection {
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
