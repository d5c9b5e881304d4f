/** `npm version …`: dates the changelog's unreleased part as the new version's. */
import { readFileSync, writeFileSync } from 'node:fs';
import { closeUnreleased } from './changelog.ts';

const file = new URL('../../CHANGELOG.md', import.meta.url);
const { npm_package_version: version = '' } = process.env;
const today = new Date().toISOString().slice(0, 10);
writeFileSync(file, closeUnreleased(readFileSync(file, 'utf8'), version, today));
