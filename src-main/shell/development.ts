import type { EngineHost } from './engine-host.ts';
import { assetHeaders, contentSecurityPolicy } from './app-asset.ts';

type Development = NonNullable<typeof __DEVELOPMENT__>;

/**
 * Answers requests for pages of the app with what the development server has. The pages keep their own origin, so the
 * checks of frame and origin are those of every other build; what they may do beyond it is to be told of changes by that
 * server, and to use the style sheets that its client adds.
 */
export function developmentPages(development: Development): (request: Request) => Promise<Response> {
  return async ({ url }) => {
    const { pathname, search } = new URL(url);
    const { body, status, headers } = await fetch(`${development.pages}${pathname}${search}`);
    const type = headers.get('content-type') ?? 'text/plain; charset=utf-8';
    return new Response(body, { status, headers: assetHeaders(type, developmentPolicy(development)) });
  };
}

/** What a page may do in development. */
export function developmentPolicy({ pages, nonce }: Pick<Development, 'pages' | 'nonce'>): string {
  return contentSecurityPolicy
    .replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`)
    .replace("connect-src 'self'", `connect-src 'self' ${pages.replace('http:', 'ws:')}`);
}

/** Starts the engine again when `npm run dev` says that its bundle is another one. */
export function restartOnSignal(host: Pick<EngineHost<unknown>, 'restart'>): void {
  process.on('SIGUSR2', () => host.restart());
}
