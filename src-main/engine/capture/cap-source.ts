import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { capRemedy, permissionFacts } from './capture-permission.ts';
import type { CaptureProgram } from './capture-program.ts';
import { rootOf } from './helper-path.ts';
import { type LiveOptions, LiveSource } from './live-source.ts';

const missing = (message: Phrase, remedy: Phrase): MonitorError =>
  new MonitorError('capture/cap-missing', message, { remedy });

const notBuilt = (): MonitorError => missing(say('capture.capNotBuilt'), say('capture.remedy.buildCap'));

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
    throw missing(say('capture.capNotInstalled'), say('capture.remedy.withoutCap'));
  if (!existsSync(join(root, 'node_modules/cap/build/Release/cap.node'))) throw notBuilt();
  const command = [node, script] as const;
  return {
    name: say('capture.cap'),
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
