import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../src-main/shell/app-asset.ts';
import { developmentPages, developmentPolicy } from '../../../src-main/shell/development.ts';

const inspectors = { engine: 1, replay: 2 };

describe('pages in development', () => {
  it('may do what they may anywhere, and listen to one server and use its style sheets', () => {
    const policy = developmentPolicy({ pages: 'http://127.0.0.1:9228', nonce: 'once' });
    const more = policy.split('; ').filter((rule) => !contentSecurityPolicy.split('; ').includes(rule));
    expect(more).toEqual(["style-src 'self' 'nonce-once'", "connect-src 'self' ws://127.0.0.1:9228"]);
    expect(policy.split('; ')).toHaveLength(contentSecurityPolicy.split('; ').length);
  });

  it('are what the server has under the same path', async () => {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'text/javascript');
      response.setHeader('access-control-allow-origin', '*');
      response.end(request.url);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const answer = developmentPages({ pages: `http://127.0.0.1:${port}`, nonce: 'once', inspectors });
      const response = await answer(new Request('http://streamchecker/views/a.ts?t=1#b'));
      expect(await response.text()).toBe('/views/a.ts?t=1');
      expect(response.headers.get('content-type')).toBe('text/javascript');
      expect(response.headers.get('content-security-policy')).toContain(`ws://127.0.0.1:${port};`);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
    } finally {
      server.close();
    }
  });
});
