/** `node scripts/release/notes.ts v1.2.3`: prints what the changelog says of that version. */
import { readFileSync } from 'node:fs';
import { notesOf } from './changelog.ts';

const [tag = ''] = process.argv.slice(2);
const changelog = readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8');
process.stdout.write(`${notesOf(changelog, tag.replace(/^v/, ''))}\n`);
