import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';

/** What decides how the pages are served. */
interface PageServerParts {
  readonly root: string;
  readonly port: number;
  readonly nonce: string;
  readonly cache: string;
}

/**
 * Starts the server that has the pages as modules, and tells them what has changed. It listens on this machine alone;
 * the pages get to it through main, and only its news come straight.
 */
export async function startPageServer({ root, port, nonce, cache }: PageServerParts): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    mode: 'development',
    cacheDir: cache,
    html: { cspNonce: nonce },
    server: {
      ...{ host: '127.0.0.1', port, strictPort: true, cors: false },
      hmr: { protocol: 'ws', host: '127.0.0.1', clientPort: port },
      fs: { allow: [root, realpathSync(join(root, 'node_modules'))] },
    },
  });
  return server.listen();
}
