import { extname, join, sep } from 'node:path';
import { appHost, appScheme } from './app-origin.ts';

/** What a page may do: run our files, draw, and nothing else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** A file of the window's pages. */
export interface Asset {
  readonly path: string;
  readonly type: string;
}

/**
 * The file that an `app://` address names.
 *
 * @param root folder that holds every file that may be served.
 * @returns null for another scheme or host, a type we don't have, or a path that leaves `root`.
 */
export function resolveAsset(root: string, address: string): Asset | null {
  const url = URL.parse(address);
  if (url?.protocol !== `${appScheme}:` || url.host !== appHost) return null;
  const name = decode(url.pathname === '/' ? '/index.html' : url.pathname);
  const type = name === null ? undefined : types[extname(name).toLowerCase()];
  if (name === null || type === undefined || /[\\\0]/.test(name)) return null;
  const path = join(root, name);
  return path.startsWith(root + sep) ? { path, type } : null;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null; // An escape that is not UTF-8 names no file of ours.
  }
}

/**
 * The headers of every answer.
 *
 * @param policy what the page may do, as a content security policy
 */
export function assetHeaders(type: string, policy = contentSecurityPolicy): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
