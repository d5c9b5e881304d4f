/**
 * `node scripts/run.mjs NAME [ARGUMENTS]`: runs a script in TypeScript, such as `kafka/main.ts`, where this Node can; else
 * it says which can. Plain JavaScript, so that any Node gets as far as the sentence.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from './setup/paths.mjs';

/** The first Node that runs the scripts as they are. */
const needed = 24;

/**
 * Why a Node can't run a script.
 * @param {string} name the script, in `scripts/`
 * @param {string} version the Node's
 * @param {boolean} isInstalled whether the project's own Node is there
 * @returns {string | undefined} undefined where it can
 */
export function nodeFault(name, version, isInstalled) {
  if (Number.parseInt(version, 10) >= needed) return undefined;
  const remedy = isInstalled
    ? `run it by npm (\`npm run\` lists how), or with node_modules/.bin/node, which is Node ${needed}`
    : `run \`npm ci\` first, which brings Node ${needed}`;
  return `scripts/${name} needs Node ${needed}, and this is Node ${version}: ${remedy}`;
}

/** @param {string} name @param {string[]} args */
function run(name, args) {
  const path = join(root, 'scripts', name);
  if (name === '' || !existsSync(path)) return `there is no script "${name}" in scripts/`;
  const fault = nodeFault(name, process.versions.node, existsSync(node));
  // It goes on in the same process, so that signals and the exit status are the script's own.
  if (fault === undefined) process.execve?.(process.execPath, [process.execPath, path, ...args], process.env);
  return fault;
}

if (process.argv[1] === join(root, 'scripts/run.mjs')) {
  const [name = '', ...args] = process.argv.slice(2);
  const fault = run(name, args);
  if (fault !== undefined) {
    process.stderr.write(`${fault}\n`);
    process.exitCode = 1;
  }
}
