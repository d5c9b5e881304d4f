/** Runs the product from source: the desktop app, or without a display the same pipeline in the terminal. */
import { join } from 'node:path';
import { resolveElectron } from './electron-runtime.mjs';
import { hasDisplay } from './setup/display.mjs';
import { root } from './setup/paths.mjs';

const options = process.argv.slice(2);

if (hasDisplay()) await startWindow();
else startHeadless();

async function startWindow() {
  const { path, version, origin } = await resolveElectron();
  if (origin === 'third-party')
    tell(`running on a third-party rebuild of Electron ${version}, not for release`);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium has no sandbox for root
  become(path, [...sandbox, root, ...options]);
}

function startHeadless() {
  tell('no display, so StreamChecker runs in this terminal');
  become(process.execPath, [
    '--enable-source-maps',
    '--max-semi-space-size=8',
    join(root, 'dist/main/cli.js'),
    'monitor',
    ...options,
  ]);
}

/**
 * Goes on as another program in the same process, so that signals and the exit status are its own.
 * @param {string} program
 * @param {string[]} args
 */
function become(program, args) {
  if (!process.execve) throw new Error('run this with `npm start`, which brings the Node it needs');
  process.execve(program, [program, ...args], process.env);
}

/** @param {string} line */
function tell(line) {
  process.stderr.write(`${line}\n`);
}
