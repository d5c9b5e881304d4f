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
