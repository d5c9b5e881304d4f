import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { capRemedy, permissionFacts } from './capture-permission.ts';
import type { CaptureProgram } from './capture-program.ts';
import { rootOf } from './helper-path.ts';
import { type LiveOptions, LiveSource } from './live-source.ts';

const withoutIt = 'leave --capture-engine out: the helper captures more exactly';

const missing = (message: string, remedy: string): MonitorError =>
  new MonitorError('capture/cap-missing', message, { remedy });

const notBuilt = (): MonitorError =>
  missing(
    'The npm package cap is not built here',
    `Install a C++ compiler, Python 3 and the headers of libpcap, then: node scripts/setup.mjs cap; or ${withoutIt}`,
  );

/**
 * The capture through the npm package `cap`, on the checkout's own Node: `cap` is built for plain Node alone.
 *
 * @throws MonitorError `capture/cap-missing`
 */
export function capProgram(root = rootOf(import.meta.dirname) ?? ''): CaptureProgram {
  const node = join(root, 'node_modules/.bin/node');
  const isSource = import.meta.filename.endsWith('.ts');
  const script = join(root, isSource ? 'src-main/cap-process.ts' : 'dist/main/cap-process.js');
  if (!existsSync(node) || !existsSync(script))
    throw missing('cap is not part of an installed StreamChecker: it runs on plain Node', withoutIt);
  if (!existsSync(join(root, 'node_modules/cap/build/Release/cap.node'))) throw notBuilt();
  const command = [node, script] as const;
  return {
    name: 'The capture through cap',
    command,
    lister: command,
    permissionRemedy: () => capRemedy(permissionFacts(node)),
    missing: notBuilt,
  };
}

/**
 * Live interfaces, through the npm package `cap`: always promiscuous, timed by the arrival of packets, and without
 * counters of what the kernel drops.
 */
export class CapSource extends LiveSource {
  /** @throws MonitorError `capture/cap-missing` */
  constructor(options: LiveOptions) {
    super(capProgram(), options);
  }
}
