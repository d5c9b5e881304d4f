import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What is read to show the window, but for fonts, which are packed already. */
const packed = ['.js', '.css', '.html'];

/** Bytes of a folder's scripts, styles and pages, each packed by gzip. */
export const gzippedBytes = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => packed.includes(extname(name)))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
