import { afterEach, describe, expect, test } from 'vitest';
import { plainNumbers } from '../../../src-main/common/format.ts';
import { bytesText, countText, percentText, relativeText } from '../../../src-renderer/format.ts';
import { de } from '../../../src-renderer/texts/de/index.ts';
import { en } from '../../../src-renderer/texts/en/index.ts';
import { useNumberStyle } from '../../../src-renderer/texts/number-style.svelte.ts';
import { t } from '../../../src-renderer/texts/texts.ts';

/** Every text by its path: `frame.sideBar`. */
function textsOf(catalogue: object, path = ''): [string, unknown][] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? textsOf(value, `${path}${key}.`)
      : [[`${path}${key}`, value] as [string, unknown]],
  );
}

describe('the catalogues', () => {
  test('have the same texts', () => {
    const kinds = (catalogue: object): string[] =>
      textsOf(catalogue)
        .map(([key, value]) => `${key}: ${typeof value}`)
        .sort();
    expect(kinds(de)).toEqual(kinds(en));
  });

  test.each([
    ['en', en],
    ['de', de],
  ])('leave no text empty: %s', (_, catalogue) => {
    const texts = textsOf(catalogue).map(([key, value]) => [
      key,
      typeof value === 'function'
        ? String((value as (...values: unknown[]) => unknown)('2', '2', '2', '2', '2'))
        : value,
    ]);
    expect(texts.filter(([, value]) => typeof value !== 'string' || value.trim() === '')).toEqual([]);
  });
});

describe('in German', () => {
  afterEach(() => useNumberStyle(plainNumbers));

  test('texts and numbers are German', () => {
    useNumberStyle({ units: 'iec', language: 'de' });
    expect(t().views.overview).toBe('Überblick');
    expect(countText(1_234_567)).toBe('1.234.567');
    expect(bytesText(1_299_227_607)).toBe('1,21 GiB');
    expect(percentText(1, 40)).toBe('2,5 %');
    expect(relativeText(0, 120_000)).toBe('vor 2 min');
  });

  test('bytes are in powers of 1000 where SI units are chosen', () => {
    useNumberStyle({ units: 'si', language: 'en' });
    expect(bytesText(1_299_227_607)).toBe('1.30 GB');
    expect(bytesText(999)).toBe('999 B');
    expect(bytesText(1_000)).toBe('1.00 kB');
  });
});
