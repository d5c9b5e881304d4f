import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const dist = resolve(import.meta.dirname, '../../dist');

/** Words of `shell/development.ts`, of the inspectors and of Vite's client, which only `npm run dev` builds in. */
const developmentOnly = [
  '"SIGUSR2", ()',
  '--inspect=127.0.0.1',
  "'nonce-",
  '@vite/client',
  'import.meta.hot',
];

describe('the bundles of a package', () => {
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(c?js|html)$/.test(path))
    .map((path) => [path, readFileSync(join(dist, path), 'utf8')] as const);

  it('hold nothing of what is for development alone', () => {
    expect(scripts.length).toBeGreaterThan(5);
    const held = scripts.flatMap(([path, text]) =>
      developmentOnly.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`),
    );
    expect(held).toEqual([]);
  });
});
