import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, resolveAsset } from '../../../src-main/shell/app-asset.ts';
import { isOwnOrigin } from '../../../src-main/shell/app-origin.ts';

const root = '/opt/app/dist/renderer';
const asset = (path: string) => resolveAsset(root, `app://streamchecker${path}`);

describe('app protocol', () => {
  it.each([
    ['/', '/index.html', 'text/html; charset=utf-8'],
    ['/index.html?x=1#y', '/index.html', 'text/html; charset=utf-8'],
    ['/assets/index-1.js', '/assets/index-1.js', 'text/javascript; charset=utf-8'],
    ['/assets/a%20b.css', '/assets/a b.css', 'text/css; charset=utf-8'],
    ['/assets/codicon.ttf', '/assets/codicon.ttf', 'font/ttf'],
    ['/a/../index.html', '/index.html', 'text/html; charset=utf-8'],
  ])('serves %s', (path, file, type) => {
    expect(asset(path)).toEqual({ path: root + file, type });
  });

  it.each([
    '/..%2f..%2fpackage.json',
    '/%2e%2e%2f%2e%2e%2fpackage.json',
    '/assets/..%2f..%2f..%2fsecret.json',
    '/..%5c..%5csecret.json',
    '/%2fetc%2fpasswd',
    '/a%00.html',
    '/%ff.html',
    '/assets/',
    '/engine.node',
  ])('refuses %s', (path) => {
    expect(asset(path)).toBeNull();
  });

  it.each([
    'app://elsewhere/index.html',
    'file:///etc/hosts.html',
    'https://streamchecker/index.html',
    'app://user@streamchecker:80/index.html',
    'nonsense',
  ])('refuses the address %s', (address) => {
    expect(resolveAsset(root, address)).toBeNull();
  });

  it('allows pages nothing but their own files', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/);
  });
});

describe('own origin', () => {
  it.each(['app://streamchecker', 'app://streamchecker/', 'app://streamchecker/index.html'])(
    'is %s',
    (address) => {
      expect(isOwnOrigin(address)).toBe(true);
    },
  );

  it.each(['app://streamchecker.example', 'app://streamcheckerx/', 'https://streamchecker/', 'null', ''])(
    'is not %s',
    (address) => {
      expect(isOwnOrigin(address)).toBe(false);
    },
  );
});
