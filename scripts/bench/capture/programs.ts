import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../setup/paths.mjs';

const run = promisify(execFile);

/** Where the programs and the capture files of the benchmark are kept. */
const folder = join(cacheFolder, 'bench');

/** Compiles one of the C programs beside this file, unless that was done since it changed. */
export async function program(name: string): Promise<string> {
  const sources = [`${name}.c`, 'frame.h'].map((file) => join(import.meta.dirname, file));
  const output = join(folder, name);
  const newest = Math.max(...sources.map((source) => statSync(source).mtimeMs));
  if (existsSync(output) && statSync(output).mtimeMs > newest) return output;
  mkdirSync(folder, { recursive: true });
  await run('cc', ['-O2', '-std=c11', '-D_GNU_SOURCE', '-o', output, sources[0]!]);
  return output;
}

/** A capture file of this many packets between this many pairs; made once. */
export async function captureFile(packets: number, pairs: number): Promise<string> {
  const generate = await program('generate-file');
  const file = join(folder, `${packets}-packets-${pairs}-pairs.pcap`);
  if (existsSync(file) && statSync(file).mtimeMs > statSync(generate).mtimeMs) return file;
  await run(generate, [`${file}.new`, String(packets), String(pairs)]);
  renameSync(`${file}.new`, file);
  return file;
}
