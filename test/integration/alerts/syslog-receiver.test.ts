import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { SyslogReceiver } from '../../../src-main/engine/notify/receivers/syslog-receiver.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';
import { limitOf } from '../../support/records/flows.ts';

const never = new AbortController().signal;
const notification: AlertNotification = {
  ...{ sequence: 7, kind: 'firing', suppressed: null, id: 'a'.repeat(32) },
  ...episodeIn(0, 300_000, 2_700),
  subject: ofLimit(limitOf('max', 2_000, { source: '10.0.0.0/8', effectiveMs: epochMs(0) })),
  ...{ atMs: epochMs(31_000), firedMs: epochMs(31_000) },
  topPairs: [{ source: '10.0.0.1', destination: '10.0.0.2', bytes: 2_700, packets: 3 }],
};

describe('a syslog server', () => {
  const message =
    /^<27>1 1970-01-01T00:00:31\.000Z \S+ streamchecker \d+ firing - ALERT: 2700 bytes against max 2000 for 10\.0\.0\.0\/8 to any in the window .*\(id a{32}\)$/;

  it('gets a message of RFC 5424 in a datagram', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    const received = once(server, 'message');
    const { port } = server.address();
    await new SyslogReceiver({ protocol: 'udp', host: '127.0.0.1', port }).deliver(notification, never);
    const [datagram] = (await received) as [Buffer];
    server.close();
    expect(datagram.toString()).toMatch(message);
  });

  it('gets it at the IPv6 address that is the only one its name has', async () => {
    const server = createSocket('udp6').bind(0, '::1');
    await once(server, 'listening');
    const received = once(server, 'message');
    const { port } = server.address();
    const addresses = [{ address: '::1', family: 6 }];
    const target = { protocol: 'udp', host: 'logs6.example', port } as const;
    const receiver = new SyslogReceiver(target, () => Promise.resolve(addresses));
    expect(await receiver.deliver(notification, never)).toEqual({ kind: 'taken' });
    const [datagram] = (await received) as [Buffer];
    server.close();
    expect(datagram.toString()).toMatch(message);
  });

  it('that nothing listens for has taken nothing', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    const receiver = new SyslogReceiver({ protocol: 'udp', host: '127.0.0.1', port });
    await expect(receiver.deliver(notification, never)).rejects.toThrow(/can't be reached: .*ECONNREFUSED/);
  });

  it('refuses for good what is longer than a datagram', async () => {
    const long = { ...notification, id: 'x'.repeat(70_000) };
    const receiver = new SyslogReceiver({ protocol: 'udp', host: '127.0.0.1', port: 9 });
    expect(await receiver.deliver(long, never)).toMatchObject({
      ...{ kind: 'refused', reason: { code: 'alerts/refused' } },
    });
  });

  it('gets it as a line over TCP where line feeds are chosen, and has not taken what it resets', async () => {
    let resets = false;
    const received: Promise<string>[] = [];
    const server = createTcpServer((socket) => {
      if (resets) socket.once('data', () => socket.resetAndDestroy());
      else received.push(text(socket));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const receiver = new SyslogReceiver({ protocol: 'tcp', host: '127.0.0.1', port, framing: 'line-feeds' });
    await receiver.deliver(notification, never);
    expect(await received[0]).toMatch(/^<27>1 .*\n$/);
    resets = true;
    await expect(receiver.deliver(notification, never)).rejects.toThrow(/ECONNRESET|EPIPE/);
    server.close();
  });

  it('gets it with its length over TCP', async () => {
    const received: Promise<string>[] = [];
    const server = createTcpServer((socket) => received.push(text(socket))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const channel = new SyslogReceiver({ protocol: 'tcp', host: '127.0.0.1', port });
    await channel.deliver({ ...notification, kind: 'resolved' }, never);
    await channel.deliver(notification, never);
    const [resolved, firing] = await Promise.all(received);
    server.close();
    const [, length, rest] = /^(\d+) (.*)$/s.exec(firing!)!;
    expect(rest).toMatch(message);
    expect(Buffer.byteLength(rest!)).toBe(Number(length));
    expect(resolved).toContain('<29>1 ');
    await expect(channel.deliver(notification, never)).rejects.toThrow(/can't be reached: .*ECONNREFUSED/);
  });
});
