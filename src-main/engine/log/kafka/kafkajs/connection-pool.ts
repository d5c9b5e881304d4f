import type Connection from 'kafkajs/src/network/connection.js';
import ConnectionPool from 'kafkajs/src/network/connectionPool.js';

/*
 * Requests that come together while a connection isn't made have kafkajs make one for each of them. It keeps the last;
 * the others are used by nobody and ended by nobody, and the process stays for their sake. Here they wait for one.
 */
const connecting = new WeakMap<Connection, Promise<void>>();

ConnectionPool.prototype.getConnection = async function (this: ConnectionPool, index = 0) {
  const connection = this.pool[index]!;
  if (connection.isConnected()) return connection;
  const known = connecting.get(connection);
  const connected = known ?? connection.connect().finally(() => connecting.delete(connection));
  if (!known) connecting.set(connection, connected);
  await connected;
  return connection;
};
