import type Connection from 'kafkajs/src/network/connection.js';
import ConnectionPool from 'kafkajs/src/network/connectionPool.js';

/*
 * Requests that come together while a connection isn't made have kafkajs make one for each of them. It keeps the last;
 * the others are used by nobody and ended by nobody, and the process stays for their sake. Here they wait for one.
 */
const connecting = new WeakMap<Connection, Promise<void>>();
/** A response begins with its size, in four bytes. */
const sizeBytes = 4;

/*
 * Of a broker that is killed, a part of a response may have come. kafkajs takes what comes over the next connection for
 * the rest of it, and finds no response in what follows, for good.
 */
function forgetPart(connection: Connection): void {
  connection.chunks = [];
  connection.bytesBuffered = 0;
  connection.bytesNeeded = sizeBytes;
}

ConnectionPool.prototype.getConnection = async function (this: ConnectionPool, index = 0) {
  const connection = this.pool[index]!;
  if (connection.isConnected()) return connection;
  const known = connecting.get(connection);
  if (!known) forgetPart(connection);
  const connected = known ?? connection.connect().finally(() => connecting.delete(connection));
  if (!known) connecting.set(connection, connected);
  await connected;
  return connection;
};
