import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program in the repository; what it prints is shown only when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, signal?: AbortSignal }} [options] an aborted program is killed
 * @returns {Promise<string>} its stdout
 * @throws {Error} with the end of what it printed
 */
export function command(program, args, { cwd = root, env = {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    });
    let out = '';
    let everything = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      everything += chunk;
    });
    child.stderr.on('data', (chunk) => (everything += chunk));
    child.on('error', (error) => reject(new Error(`${program}: ${error.message}`)));
    child.on('close', (status, killed) => {
      if (status === 0) resolve(out);
      else
        reject(new Error(`${program} ${args.join(' ')} ended with ${status ?? killed}\n${end(everything)}`));
    });
  });
}

/** @param {string} text */
function end(text) {
  return text.trimEnd().split('\n').slice(-20).join('\n');
}
