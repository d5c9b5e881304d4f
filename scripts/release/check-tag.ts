/** `node scripts/release/check-tag.ts REF`: a tag must be that of package.json's version, which the changelog dates. */
import { readFileSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };
import { tagFault } from './changelog.ts';

const [ref = ''] = process.argv.slice(2);
const [, tag] = /^refs\/tags\/(.+)$/.exec(ref) ?? [];
const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
const fault = tag === undefined ? undefined : tagFault(tag, manifest.version, changelog);
if (fault !== undefined) {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
