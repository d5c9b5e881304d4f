import { join } from 'node:path';
import { command } from '../setup/command.mjs';
import { root } from '../setup/paths.mjs';

/** Builds the helper that goes into a package, with libpcap linked in. */
export async function captureHelperPackage(): Promise<void> {
  await command('make', ['-C', join(root, 'src-capture'), 'package']);
}
