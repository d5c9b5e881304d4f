import { command } from './command.mjs';

/**
 * The npm that runs this script, on a Node that outlives node_modules.
 * @param {string[]} args
 */
export function npm(args) {
  const quiet = [...args, '--loglevel=error'];
  const own = process.env['npm_execpath'];
  return own?.endsWith('.js') ? command('node', [own, ...quiet]) : command('npm', quiet);
}
