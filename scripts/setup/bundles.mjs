import { join } from 'node:path';
import { command } from './command.mjs';
import { node, root } from './paths.mjs';
import { say } from './say.mjs';
import { dateOutputs, isStale } from './staleness.mjs';

const inputs = [
  'src-main',
  'src-renderer',
  'resources',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];
const outputs = [
  'dist/main/start.js',
  'dist/main/main.js',
  'dist/main/engine-process.js',
  'dist/main/history-thread.js',
  'dist/main/replay-process.js',
  'dist/main/cap-process.js',
  'dist/main/cli.js',
  'dist/preload/preload.cjs',
  'dist/renderer/index.html',
].map((path) => join(root, path));

/** The app's and the command line's JavaScript, bundled. */
export const bundles = {
  isDone: () =>
    !isStale(
      outputs,
      inputs.map((path) => join(root, path)),
    ),

  async run() {
    say('building the app');
    const startMs = Date.now();
    await command(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--app']);
    dateOutputs(outputs, startMs);
  },
};
