import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { type ElectronRuntime, findElectron } from '../electron-runtime.mjs';
import { node, root } from '../setup/paths.mjs';
import { say } from './say.ts';
import { standInTools } from '../offline/package-tools/tools.ts';
import { updateArguments } from './update-origin.ts';

export interface PackOptions {
  /** Only with the Electron that package.json names. */
  readonly officialOnly: boolean;
  /** With the system's own tools in place of electron-builder's. */
  readonly standIns: boolean;
  readonly builderArguments: readonly string[];
}

/** Runs electron-builder on what is built. @throws Error when it fails, or when Electron is not the one asked for */
export async function pack(options: PackOptions): Promise<void> {
  const { officialOnly, standIns, builderArguments } = options;
  const own = [...runtimeArguments(officialOnly), ...updateArguments(process.env)];
  const args = ['--publish', 'never', ...own, ...builderArguments];
  const tools = standIns ? await standInTools() : {};
  const builder = spawn(node, [join(root, 'node_modules/electron-builder/cli.js'), ...args], {
    cwd: root,
    env: { ...process.env, ...tools },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = (await once(builder, 'close')) as [number | null];
  if (status !== 0) throw new Error('electron-builder failed');
}

/** electron-builder fetches the official Electron itself, for each architecture; another one is on this machine. */
function runtimeArguments(officialOnly: boolean): string[] {
  const runtime = findElectron();
  if (officialOnly || runtime?.origin === 'official') return [];
  if (runtime === undefined)
    throw new Error('Electron is not there; `node scripts/setup.mjs test` fetches it');
  say(`with ${wordsFor(runtime)}: not for release`);
  return [`-c.electronDist=${dirname(runtime.path)}`, `-c.electronVersion=${runtime.version}`];
}

const wordsFor = ({ origin, version }: ElectronRuntime): string =>
  origin === 'third-party' ? `a third-party rebuild of Electron ${version}` : `another Electron, ${version}`;
