import { chmodSync, copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAppImageRuntime } from '../app-image-runtime.mjs';
import { command } from '../../setup/command.mjs';
import { node, root } from '../../setup/paths.mjs';

const folder = join(root, '.cache/package-tools');

/** Programs of the system's by the names that electron-builder knows them by; as environment variables of its own. */
export async function standInTools(): Promise<Record<string, string>> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'runtimes'), { recursive: true });
  mkdirSync(join(folder, 'lib/x64'), { recursive: true });
  symlinkSync(await pathOf('desktop-file-validate'), join(folder, 'desktop-file-validate'));
  program('mksquashfs', `${await pathOf('mksquashfs')} "$@" ${fastCompression()}`);
  copyFileSync(findAppImageRuntime(), join(folder, 'runtimes/runtime-x64'));
  return {
    APPIMAGE_TOOLS_PATH: folder,
    CUSTOM_FPM_PATH: program('fpm', `'${node}' '${join(root, 'scripts/offline/package-tools/fpm.ts')}' "$@"`),
    ELECTRON_BUILDER_7ZIP_PATH: await pathOf('7zz'),
  };
}

/** Writes a program that is this line of shell. @returns its path */
function program(name: string, line: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nexec ${line}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The level that archives are told by electron-builder itself. */
function fastCompression(): string {
  const level = process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL;
  return level === undefined ? '' : `-Xcompression-level ${level}`;
}

async function pathOf(program: string): Promise<string> {
  return (await command('sh', ['-c', `command -v ${program}`])).trim();
}
