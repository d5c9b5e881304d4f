import { join } from 'node:path';
import { command } from '../setup/command.mjs';
import { root } from '../setup/paths.mjs';

const architectures = ['x64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];

/** The architectures that electron-builder is told to pack for; without any, this machine's own. */
export function targetsOf(builderArguments: readonly string[], own: string = process.arch): Architecture[] {
  const asked = architectures.filter((name) => builderArguments.includes(`--${name}`));
  return asked.length > 0 ? asked : architectures.filter((name) => name === own);
}

/**
 * The compiler that makes programs for an architecture: Apple's makes both, on Linux another one than the machine's own
 * needs a cross compiler and that architecture's libpcap.
 */
export function compilerFor(
  target: Architecture,
  platform = process.platform,
  own: string = process.arch,
): string {
  if (platform === 'darwin') return `cc -arch ${target === 'x64' ? 'x86_64' : 'arm64'}`;
  if (target === own) return 'cc';
  return target === 'arm64' ? 'aarch64-linux-gnu-gcc' : 'x86_64-linux-gnu-gcc';
}

/** Builds the helpers that go into packages, with libpcap linked in: where electron-builder.yml finds them. */
export async function captureHelperPackage(builderArguments: readonly string[]): Promise<void> {
  for (const target of targetsOf(builderArguments)) {
    const folder = `OUT=build/package/${target}`;
    await command('make', [
      '-C',
      join(root, 'src-capture'),
      folder,
      'PACKAGED=yes',
      `CC=${compilerFor(target)}`,
    ]);
  }
}
