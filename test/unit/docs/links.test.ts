import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { anchors, inRepository, localLinks, pages, readPage } from './markdown.ts';

/** Pictures that an end-to-end test makes: none is there before it has run for the first time, then all are. */
const pictures = 'docs/images';
const isUnmade = (path: string): boolean =>
  path.startsWith(`${pictures}/`) && !existsSync(inRepository(pictures));

describe('the links of', () => {
  it.each(pages().map((page) => [page.path, page] as const))('%s lead somewhere', (_path, page) => {
    const dead = localLinks(page).filter(({ to, anchor }) => {
      if (!existsSync(inRepository(to))) return !isUnmade(to);
      return anchor !== '' && !anchors(readPage(to)).includes(anchor);
    });
    expect(dead).toEqual([]);
  });
});
