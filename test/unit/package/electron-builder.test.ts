import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DebugLogger } from 'builder-util';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { parse } from 'yaml';
import { compilerFor, targetsOf } from '../../../scripts/package/capture-helper.ts';

interface Configuration {
  readonly mac: Record<string, unknown> & { readonly target: readonly string[] };
  readonly linux: { readonly target: readonly string[] };
  readonly deb: { readonly fpm: readonly string[] };
  readonly rpm: { readonly fpm: readonly string[] };
}

const text = readFileSync('electron-builder.yml', 'utf8');
const configuration = parse(text, { merge: true }) as Configuration;
const validated = (changed: object): Promise<void> =>
  validateConfiguration({ ...configuration, ...changed } as never, new DebugLogger(false));

describe('electron-builder.yml', () => {
  it('fits the schema of electron-builder', async () => {
    await expect(validated({})).resolves.toBeUndefined();
    await expect(validated({ mac: { hardenedRuntim: true } })).rejects.toThrow('configuration.mac');
  });

  it('makes every format, and hardens macOS', () => {
    expect(configuration.linux.target).toEqual(['deb', 'rpm', 'AppImage', 'tar.gz']);
    expect(configuration.mac.target).toEqual(['dmg', 'zip']);
    expect(configuration.mac).toMatchObject({ hardenedRuntime: true });
  });

  it('names files that are there', () => {
    const named = [...text.matchAll(/\bresources\/[\w./-]+/g)].map(([path]) => path);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('installs the same with deb and rpm, but for the folder of zsh', () => {
    const zsh = /zsh\/(vendor-completions|site-functions)/;
    const plain = (list: readonly string[]): string[] => list.map((entry) => entry.replace(zsh, 'zsh'));
    expect(plain(configuration.rpm.fpm)).toEqual(plain(configuration.deb.fpm));
  });
});

describe('the helper of a package', () => {
  it('is built for each architecture that is packed, else for the own one', () => {
    expect(targetsOf(['--linux', 'deb'], 'arm64')).toEqual(['arm64']);
    expect(targetsOf(['--mac', '--x64', '--arm64'], 'arm64')).toEqual(['x64', 'arm64']);
  });

  it.each([
    ['x64', 'linux', 'x64', 'cc'],
    ['arm64', 'linux', 'arm64', 'cc'],
    ['arm64', 'linux', 'x64', 'aarch64-linux-gnu-gcc'],
    ['x64', 'darwin', 'arm64', 'cc -arch x86_64'],
    ['arm64', 'darwin', 'arm64', 'cc -arch arm64'],
  ] as const)('for %s is compiled on %s %s by %s', (target, platform, own, compiler) => {
    expect(compilerFor(target, platform, own)).toBe(compiler);
  });
});
