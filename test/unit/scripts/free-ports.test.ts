import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePorts } from '../../../scripts/free-ports.ts';

describe('free ports', () => {
  it('are each another one, and none that an outgoing connection could take', async () => {
    const ports = [...(await freePorts(15)), ...(await freePorts(15))];
    expect(new Set(ports).size).toBe(30);
    const range = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
    const [firstOutgoing] = range.split('\t').map(Number) as [number, number];
    expect(Math.max(...ports)).toBeLessThan(firstOutgoing);
  });

  it('leave out one on which something listens', async () => {
    const [port] = (await freePorts(1)) as [number];
    const server = createServer().listen(port + 1, '127.0.0.1');
    await once(server, 'listening');
    expect(await freePorts(1)).not.toContain(port + 1);
    server.close();
  });
});
