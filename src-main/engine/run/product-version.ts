import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootOf } from '../capture/helper-path.ts';

/** The version of this product, as its package says it. */
export function productVersion(): string {
  const root = rootOf(import.meta.dirname);
  if (root === undefined) return '';
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
}
