import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anchors, inRepository, localLinks, pages, readPage } from './markdown.ts';

describe('the links of', () => {
  it.each(pages().map((page) => [page.path, page] as const))('%s lead somewhere', (_path, page) => {
    const dead = localLinks(page).filter(({ to, anchor }) => {
      if (!existsSync(inRepository(to))) return true;
      return anchor !== '' && !anchors(readPage(to)).includes(anchor);
    });
    expect(dead).toEqual([]);
  });
});

/** The files that a page names by their whole path, also in commands. */
const namedFiles = (text: string): string[] =>
  [...text.matchAll(/(?<=[\s`])(?:src-[a-z]+|test|scripts|docs|resources)\/[\w./-]+\.\w+(?=[\s`])/g)]
    .map(([path]) => path)
    .filter((path) => !path.includes('NAME'));

describe('the files that are named by', () => {
  const ofContributors = pages().filter(({ path }) => /^(CONTRIBUTING\.md|docs\/contributing\/)/.test(path));

  it.each(ofContributors.map(({ path, text }) => [path, namedFiles(text)] as const))(
    '%s exist',
    (_path, files) => {
      expect(files.filter((file) => !existsSync(inRepository(file)))).toEqual([]);
    },
  );
});
