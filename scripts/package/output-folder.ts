import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

/** Where electron-builder puts the packages: told by an option, or by electron-builder.yml. */
export function outputFolder(builderArguments: readonly string[]): string {
  const [, output] = /^-c\.directories\.output=(.+)$/m.exec(builderArguments.join('\n')) ?? [];
  return output ?? join(root, 'build/packages');
}
