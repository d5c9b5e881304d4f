import { afterEach, describe, expect, test } from 'vitest';
import { plainNumbers } from '../../../src-main/common/format.ts';
import {
  bytesText,
  countText,
  exactBytes,
  packetsText,
  percentText,
  relativeText,
} from '../../../src-renderer/format.ts';
import { de } from '../../../src-renderer/texts/de/index.ts';
import { en } from '../../../src-renderer/texts/en/index.ts';
import { fr } from '../../../src-renderer/texts/fr/index.ts';
import { useNumberStyle } from '../../../src-renderer/texts/number-style.svelte.ts';
import { t } from '../../../src-renderer/texts/texts.ts';
import { spoken, textsOf } from '../../support/texts/catalogues.ts';

describe('the catalogues', () => {
  test('have the same texts', () => {
    const kinds = (catalogue: object): string[] =>
      textsOf(catalogue)
        .map(([key, value]) => `${key}: ${typeof value}`)
        .sort();
    expect(kinds(de)).toEqual(kinds(en));
    expect(kinds(fr)).toEqual(kinds(en));
  });

  test.each([
    ['en', en],
    ['de', de],
    ['fr', fr],
  ])('leave no text empty: %s', (_, catalogue) => {
    const texts = textsOf(catalogue).map(([key, value]) => [key, spoken(value)] as const);
    expect(texts.filter(([, value]) => value.trim() === '')).toEqual([]);
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

describe('in French', () => {
  afterEach(() => useNumberStyle(plainNumbers));

  test('texts and numbers are French, and none and one are singular', () => {
    useNumberStyle({ units: 'iec', language: 'fr' });
    expect(t().views.overview).toBe('Vue d’ensemble');
    expect(countText(1_234_567)).toBe('1\u202f234\u202f567');
    expect(bytesText(1_299_227_607)).toBe('1,21 GiB');
    expect(percentText(1, 40)).toBe('2,5 %');
    expect(relativeText(0, 120_000)).toBe('il y a 2 min');
    expect([0, 1, 2].map(packetsText)).toEqual(['0 paquet', '1 paquet', '2 paquets']);
    expect([0.4, 1.2, 1.6].map(packetsText)).toEqual(['0 paquet', '1 paquet', '2 paquets']);
    expect([0, 1, 2].map(exactBytes)).toEqual(['0 octet', '1 octet', '2 octets']);
  });
});
