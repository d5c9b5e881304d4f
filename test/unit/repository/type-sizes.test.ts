import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');

/** What is no text, or the one figure of the window; each with its reason. */
const exceptions: readonly (readonly [rule: RegExp, reason: string])[] = [
  [/\.codicon/, 'the size of an icon'],
  [/^\.badge$/, 'a number in a circle of 16 pixels'],
  [/^\.total$/, 'the total of the current window, which is read from afar'],
];

it('has two sizes of type beside that of text', () => {
  const sized = globSync('src-renderer/**/*.{svelte,css}', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/([^{};]+)\{([^{}]*)\}/g)].flatMap(
      ([, selector = '', rules = '']) =>
        [...rules.matchAll(/(?<![\w-])font-size: ([^;]+);/g)].map(([, size]) => ({
          file,
          selector: selector.trim(),
          size,
        })),
    ),
  );
  expect(sized.length).toBeGreaterThan(50);
  const others = sized.filter(
    ({ selector, size }) =>
      !/^(inherit|var\(--sc-text-(small|large)\))$/.test(size!) &&
      !exceptions.some(([rule]) => rule.test(selector)),
  );
  expect(others).toEqual([]);
});
