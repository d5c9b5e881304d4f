import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { resolveElectron } from '../../scripts/electron-runtime.mjs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { canPackage, packages } from '../support/packages/packages.ts';

const resources = join(packages.unpacked, 'resources');
/** How a fuse that is on stands in the program. */
const enabled: number = '1'.charCodeAt(0);
const helper = join(resources, 'streamchecker-capture');

/** Names of the libraries that a program needs. */
const librariesOf = (program: string): string[] =>
  [
    ...execFileSync('readelf', ['-d', program], { encoding: 'utf8' }).matchAll(/Shared library: \[(.+)\]/g),
  ].map(([, name]) => name!);

describe.skipIf(!canPackage)('a package', () => {
  it('holds the bundles and the native modules for its platform alone, without source maps', () => {
    const files = listPackage(join(resources, 'app.asar'), { isPack: false });
    expect(files).toContain('/dist/main/start.js');
    expect(files).toContain('/dist/preload/preload.cjs');
    expect(files).toContain('/dist/renderer/index.html');
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.node')).sort()).toEqual([
      '/node_modules/@antoniomuso/lz4-napi-linux-x64-gnu/lz4-napi.linux-x64-gnu.node',
      '/node_modules/@napi-rs/snappy-linux-x64-gnu/snappy.linux-x64-gnu.node',
      '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]);
    const modules = files.filter((file) => /^\/node_modules\/[^/@]+$/.test(file));
    expect(modules.sort()).toEqual([
      '/node_modules/better-sqlite3',
      '/node_modules/lz4-napi',
      '/node_modules/snappy',
    ]);
  });

  it('has native modules that load from its archive', async () => {
    const { path } = await resolveElectron();
    const folder = join(resources, 'app.asar/node_modules');
    const script = `
      const { join } = require('node:path');
      const load = (name) => require(join(${JSON.stringify(folder)}, name));
      new (load('better-sqlite3'))(':memory:').close();
      const packed = load('snappy').compressSync('a'), framed = load('lz4-napi').compressFrameSync('b');
      console.log(load('snappy').uncompressSync(packed) + load('lz4-napi').decompressFrameSync(framed));`;
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    expect(execFileSync(path, ['-e', script], { env, encoding: 'utf8' }).trim()).toBe('ab');
  });

  it('holds a helper that needs the C library alone, so that any libpcap or none will do', () => {
    expect(librariesOf(helper)).toEqual(['libc.so.6']);
  });

  it('has a helper that is hardened like the one that is built for use', () => {
    const dynamic = execFileSync('readelf', ['-d', '-h', helper], { encoding: 'utf8' });
    expect(dynamic).toMatch(/Type:\s+DYN \(Position-Independent Executable file\)/);
    expect(dynamic).toContain('BIND_NOW');
  });

  it('runs nothing but its own archive', async () => {
    const wire = await getCurrentFuseWire(join(packages.unpacked, 'streamchecker'));
    const on = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === enabled;
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      archiveOnly: on(FuseV1Options.OnlyLoadAppFromAsar),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      fileProtocol: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspect: false,
      integrity: true,
      archiveOnly: true,
      cookieEncryption: true,
      fileProtocol: false,
    });
  });

  it('is in the tarball as it is, with the rights to run it', () => {
    const list = execFileSync('tar', ['-tvzf', packages.tarball], { encoding: 'utf8', maxBuffer: 2 ** 24 });
    const program = (path: string): RegExp => new RegExp(`^-rwxr-xr-x .* streamchecker-[^/]+/${path}$`, 'm');
    expect(list).toMatch(program('streamchecker'));
    expect(list).toMatch(program('bin/streamchecker'));
    expect(list).toMatch(program('resources/streamchecker-capture'));
    expect(list).toContain('/LICENSES.chromium.html');
  });

  it('brings the licence of every package that is in it, and of libpcap', () => {
    const licences = readFileSync(join(resources, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of [
      'better-sqlite3',
      'commander',
      'ipaddr.js',
      'snappy',
      'lz4-napi',
      'svelte',
      'uplot',
      '@vscode/codicons',
      'libpcap',
    ])
      expect(licences, name).toMatch(new RegExp(`^${name}[ ,]`, 'm'));
    expect(licences).toContain('The Regents of the University of California');
  });

  it('has a bill of materials that fits CycloneDX, with the same packages', async () => {
    const text = readFileSync(packages.billOfMaterials, 'utf8');
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
    const { components } = JSON.parse(text) as { components: { name: string }[] };
    const licences = readFileSync(join(resources, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    // What the helper is linked with stands under one heading.
    for (const { name } of components)
      if (name !== 'electron')
        expect(licences).toMatch(new RegExp(`(^|, | and )${name.replaceAll('.', '\\.')}\\b`, 'm'));
    expect(components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['electron', 'svelte', 'libpcap']),
    );
  });

  it('lies beside its SHA-256 sum', () => {
    const sums = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
      cwd: packages.folder,
      encoding: 'utf8',
    });
    expect(sums.trim().split('\n').length).toBe(5); // four packages and the bill of materials
    expect(sums).toContain(`${basename(packages.deb)}: OK`);
  });

  it('brings the licence of Chromium and of Electron', () => {
    const names = readdirSync(packages.unpacked);
    expect(names).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']));
    expect(readFileSync(join(packages.unpacked, 'LICENSE.electron.txt'), 'utf8')).toContain(
      'Permission is hereby',
    );
  });
});
