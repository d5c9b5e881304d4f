import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRepository, readPage, section } from './markdown.ts';

it('the user guide says what to do about each error', () => {
  const source = readFileSync(inRepository('src-main/common/errors.ts'), 'utf8');
  const union = /type ErrorCode =([^;]+);/.exec(source)![1]!;
  const codes = [...union.matchAll(/'([^']+)'/g)].map(([, code]) => code!);
  const guide = section(readPage('docs/user-guide.md'), 'When something is wrong');
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
});
