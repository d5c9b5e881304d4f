import { expect, it } from 'vitest';
import { keptBytes } from '../../../src-main/common/retention-time.ts';

it.each([
  ['2 GB', 2e9],
  ['2GiB', 2 ** 31],
  ['1.5g', 1.5e9],
  ['500 MiB', 500 * 2 ** 20],
  ['50000000', 50_000_000],
  ['1TB', 1e12],
])('reads %s as what the history may take', (text, bytes) => {
  expect(keptBytes(text)).toBe(bytes);
});

it.each(['', 'GB', '-2 GB', '2 XB', '1e400 GB', '10 MB', '49999999', '9999999999 TB', 'two'])(
  'refuses %j',
  (text) => {
    expect(() => keptBytes(text)).toThrow(expect.objectContaining({ code: 'settings/invalid' }));
  },
);
