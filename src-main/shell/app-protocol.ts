import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { developmentPages } from './development.ts';
import { assetHeaders, resolveAsset } from './app-asset.ts';
import { appScheme } from './app-origin.ts';

/** Makes `app:` a scheme with an origin of its own. Must be called before the app is ready. */
export function declareAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }]);
}

/** Serves the files under `root`, and nothing else, to our pages; in development what its server has instead. */
export function serveApp(root: string): void {
  if (__DEVELOPMENT__ !== null) {
    protocol.handle(appScheme, developmentPages(__DEVELOPMENT__));
    return;
  }
  protocol.handle(appScheme, async ({ method, url }) => {
    const asset = method === 'GET' ? resolveAsset(root, url) : null;
    if (asset === null) return notFound();
    try {
      return new Response(await readFile(asset.path), { headers: assetHeaders(asset.type) });
    } catch (thrown) {
      console.error(`${url}: ${String(thrown)}`);
      return notFound();
    }
  });
}

const notFound = (): Response =>
  new Response('Not found', { status: 404, headers: assetHeaders('text/plain; charset=utf-8') });
