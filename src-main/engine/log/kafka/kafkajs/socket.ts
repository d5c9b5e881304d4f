import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const keepAliveMs = 60_000;
/** Marks an address of IPv6, in a form without colons. */
const literalEnd = '.ipv6-literal';

/** An address `host:port` as kafkajs can take it apart, which splits it at its first colon. */
export function addressFor(broker: string): string {
  const [, host, port] = /^\[([^\]]+)\]:(\d+)$/.exec(broker) ?? [];
  if (host === undefined || port === undefined) return broker;
  return `${Buffer.from(host).toString('hex')}${literalEnd}:${port}`;
}

/** Opens the sockets of kafkajs as it does, and knows the addresses of {@link addressFor}. */
export const openSocket: ISocketFactory = ({ host: name, port, ssl, onConnect }): Socket => {
  const host = hostOf(name);
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = isPresent(ssl)
    ? connectSecurely({ host, port, ...servername, ...ssl }, onConnect)
    : connect({ host, port }, onConnect);
  return socket.setKeepAlive(true, keepAliveMs);
};

const hostOf = (name: string): string =>
  name.endsWith(literalEnd) ? Buffer.from(name.slice(0, -literalEnd.length), 'hex').toString() : name;

/** kafkajs hands over null where TLS is not wanted. */
const isPresent = (ssl: object | null): boolean => ssl !== null;
