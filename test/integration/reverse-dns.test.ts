import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../src-main/common/units.ts';
import { ReverseDns } from '../../src-main/shell/reverse-dns.ts';
import { DnsServer } from '../support/network/dns-server.ts';

describe('reverse DNS', () => {
  let server: DnsServer;
  let nowMs = 0;
  const dns = new ReverseDns({ now: () => epochMs(nowMs) });
  const lookUp = (...addresses: string[]): Promise<Readonly<Record<string, string>>> =>
    dns.lookUp(addresses, [server.address]);

  beforeAll(async () => {
    server = await DnsServer.open();
    server.names.set('7.2.0.192.in-addr.arpa', 'printer.example');
    const nibbles = Array.from(`20010db8${'0'.repeat(23)}8`)
      .reverse()
      .join('.');
    server.names.set(`${nibbles}.ip6.arpa`, 'printer6.example');
  });
  afterAll(() => server.close());

  it('finds the names of hosts, and leaves those without one out', async () => {
    expect(await lookUp('192.0.2.7', '192.0.2.8', '2001:db8::8')).toEqual({
      '192.0.2.7': 'printer.example',
      '2001:db8::8': 'printer6.example',
    });
  });

  it('asks once for each host while a name holds, ten minutes for one without', async () => {
    server.asked.length = 0;
    await lookUp('192.0.2.7', '192.0.2.8');
    expect(server.asked).toEqual([]);
    nowMs += 11 * 60_000;
    await lookUp('192.0.2.7', '192.0.2.8');
    expect(server.asked).toEqual(['8.2.0.192.in-addr.arpa']);
    nowMs += 60 * 60_000;
    server.names.set('7.2.0.192.in-addr.arpa', 'scanner.example');
    expect(await lookUp('192.0.2.7')).toEqual({ '192.0.2.7': 'scanner.example' });
  });

  it('forgets all when other servers are to be asked', async () => {
    const other = await DnsServer.open();
    try {
      expect(await dns.lookUp(['192.0.2.7'], [other.address])).toEqual({});
    } finally {
      other.close();
    }
  });

  it('leaves a host out about which nobody answers', async () => {
    const gone = await DnsServer.open();
    const { address } = gone;
    gone.close();
    expect(await dns.lookUp(['192.0.2.7'], [address])).toEqual({});
  });
});
