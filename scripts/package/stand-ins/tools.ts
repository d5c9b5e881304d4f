import { chmodSync, copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findAppImageRuntime } from '../../setup/app-image-runtime.mjs';
import { command } from '../../setup/command.mjs';
import { node, root } from '../../setup/paths.mjs';

const folder = join(root, '.cache/package-tools');

/** Programs of the system's by the names that electron-builder knows them by; as environment variables of its own. */
export async function standInTools(): Promise<Record<string, string>> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'runtimes'), { recursive: true });
  mkdirSync(join(folder, 'lib/x64'), { recursive: true });
  for (const tool of ['mksquashfs', 'desktop-file-validate'])
    symlinkSync(await pathOf(tool), join(folder, tool));
  copyFileSync(findAppImageRuntime(), join(folder, 'runtimes/runtime-x64'));
  return {
    APPIMAGE_TOOLS_PATH: folder,
    CUSTOM_FPM_PATH: fpm(),
    ELECTRON_BUILDER_7ZIP_PATH: await pathOf('7zz'),
  };
}

/** The stand-in for fpm as a program, on the toolchain's own Node. */
function fpm(): string {
  const path = join(folder, 'fpm');
  writeFileSync(path, `#!/bin/sh\nexec '${node}' '${join(root, 'scripts/package/stand-ins/fpm.ts')}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

async function pathOf(program: string): Promise<string> {
  return (await command('sh', ['-c', `command -v ${program}`])).trim();
}
