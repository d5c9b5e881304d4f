/** Tells the person one line, on stderr. */
export function say(line: string): void {
  process.stderr.write(`package: ${line}\n`);
}
