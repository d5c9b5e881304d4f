/**
 * Tells the person one line. On stderr: stdout belongs to the command that is being set up.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}
