import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFault } from '../../../scripts/run.mjs';

const root = resolve(import.meta.dirname, '../../..');
const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), ...args], { encoding: 'utf8' });

describe('scripts in TypeScript', () => {
  it('say which Node they need where another one runs them', () => {
    expect(nodeFault('kafka/main.ts', '20.20.2', true)).toMatch(
      /^scripts\/kafka\/main\.ts needs Node 24, and this is Node 20\.20\.2: run it by npm .* node_modules\/\.bin\/node/,
    );
    expect(nodeFault('kafka/main.ts', '22.6.0', false)).toContain('run `npm ci` first');
    expect(nodeFault('kafka/main.ts', '24.0.0', false)).toBeUndefined();
  });

  it('run with their arguments, and end as they do', () => {
    const { status, stderr } = run('release/check-tag.ts', 'refs/tags/v0.0.0');
    expect(stderr).toContain('v0.0.0');
    expect(status).toBe(1);
  });

  it('are those that npm names', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = Object.values(scripts).flatMap((line) => /scripts\/run\.mjs (\S+)/.exec(line)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !existsSync(join(root, 'scripts', name)))).toEqual([]);
    expect(Object.values(scripts).filter((line) => /node scripts\/\S+\.ts/.test(line))).toEqual([]);
    expect(run('no/such.ts').stderr).toBe('there is no script "no/such.ts" in scripts/\n');
  });
});
