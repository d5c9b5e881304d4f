import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A publisher's server on this machine. */
export class UpdateServer {
  /** What lies there, by name. */
  readonly files = new Map<string, string | Uint8Array>();
  /** Names that were asked for, in their order. */
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const name = request.url!.slice(1);
      this.asked.push(name);
      const content = this.files.get(name);
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
  }

  static async open(): Promise<UpdateServer> {
    const server = new UpdateServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** A channel file that offers one package, in the form of electron-builder's. */
export function receiverOf(
  version: string,
  name: string,
  content: Uint8Array,
  expires = '2099-01-31T00:00:00.000Z',
): string {
  const sha512 = createHash('sha512').update(content).digest('base64');
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${name}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `path: ${name}`,
    `sha512: ${sha512}`,
    `releaseDate: '2026-01-31T00:00:00.000Z'`,
    `expires: '${expires}'`,
    '',
  ].join('\n');
}
