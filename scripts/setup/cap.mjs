import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';

const packages = join(root, 'node_modules');
const addon = join(packages, 'cap/build/Release/cap.node');
/** Goes with the package: what is installed anew is built anew. */
const noteFile = join(packages, 'cap/.set-up');

/** `cap`, the second way to capture: where it can't be built, all else is set up the same. */
export const cap = {
  isDone: () => !existsSync(join(packages, 'cap')) || [builtNote(), failedNote()].includes(note()),

  async run() {
    try {
      await build();
    } catch {
      writeFileSync(noteFile, failedNote());
      say(
        "cap can't be built here, so all but --capture-engine cap works: it needs a C++ compiler, Python 3 and the " +
          'headers of libpcap; why, and again: node scripts/setup.mjs cap',
      );
    }
  },
};

/** `cap` for one who asked for it. */
export const insistentCap = {
  isDone: () => note() === builtNote() && existsSync(addon),
  run: build,
};

/** Builds `cap` for the toolchain's own Node, whatever Node runs npm, with the headers that Node's package brings. */
async function build() {
  if (!existsSync(join(packages, 'cap'))) throw new Error('npm left the optional package cap out');
  say('building cap');
  const headers = findHeaders() ?? (await fetchHeaders());
  const options = headers === undefined ? [] : [`--nodedir=${headers}`];
  await npm(['rebuild', 'cap', '--ignore-scripts=false', ...options]);
  if (!existsSync(addon)) throw new Error('npm built nothing');
  writeFileSync(noteFile, builtNote());
}

/** @returns {string | undefined} the folder of this platform's Node: the package `node` installs it within itself */
function findHeaders() {
  const inner = join(packages, 'node/node_modules');
  if (!existsSync(inner)) return undefined;
  const folders = readdirSync(inner).map((name) => join(inner, name));
  return folders.find((folder) => existsSync(join(folder, 'include/node/node.h')));
}

/** npm may have removed the inner package: no lock file knows it. */
async function fetchHeaders() {
  await npm(['rebuild', 'node', '--ignore-scripts=false']);
  return findHeaders();
}

const builtNote = () => `built for Node ${nodeVersion()}`;
const failedNote = () => `not built for Node ${nodeVersion()}`;

function nodeVersion() {
  return JSON.parse(readFileSync(join(packages, 'node/package.json'), 'utf8')).version;
}

function note() {
  return existsSync(noteFile) ? readFileSync(noteFile, 'utf8') : '';
}
