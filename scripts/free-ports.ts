import { createServer } from 'node:net';

/** Below those that a system gives to outgoing connections: one of these could take a port before its server does. */
const firstPort = 10_000;
const portCount = 22_000;

/** What runs at the same time has process ids close to each other, and so begins far from each other. */
let next = process.pid * 64;

/** Ports of 127.0.0.1 that nobody uses at the moment, each another one. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = firstPort + (next++ % portCount);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
