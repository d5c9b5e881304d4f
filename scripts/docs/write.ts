/** Writes what of the documents is made from the code: `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { madePages } from './made-pages.ts';

for (const { path, text } of await madePages()) writeFileSync(path, text);
