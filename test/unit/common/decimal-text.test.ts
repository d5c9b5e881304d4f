import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText } from '../../../src-main/common/decimal-text.ts';
import type { Language } from '../../../src-main/common/language.ts';

const locales = { en: 'en-US', de: 'de-DE', fr: 'fr-FR' } as const;

const byIntl = (value: number, digits: number, language: Language): string =>
  new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);

describe('the text of a number', () => {
  it.each([
    [0, 0, '0'],
    [-0, 0, '-0'],
    [1234.5, 1, '1,234.5'],
    [1.005, 2, '1.01'],
    [999.995, 2, '1,000.00'],
    [1_299_227_607, 0, '1,299,227,607'],
    [2 ** 53 - 1, 0, '9,007,199,254,740,991'],
    [-0.001, 2, '-0.00'],
    [1e-9, 2, '0.00'],
  ] as const)('is, of %d with %d decimals, %s', (value, digits, text) => {
    expect(decimalText(value, digits, { units: 'iec', language: 'en' })).toBe(text);
  });

  it('is what the language would have it', () => {
    const value = fc.oneof(
      fc.double({ min: -1e16, max: 1e16, noNaN: true }),
      fc.double({ min: -2000, max: 2000, noNaN: true }),
      fc.integer({ min: -2_000_000, max: 2_000_000 }).map((count) => count / 1000),
      fc.maxSafeInteger(),
    );
    const digits = fc.constantFrom(0, 1, 2);
    const language = fc.constantFrom('en', 'de', 'fr');
    fc.assert(
      fc.property(value, digits, language, (number, decimals, chosen) => {
        const style = { units: 'iec', language: chosen } as const;
        expect(decimalText(number, decimals, style)).toBe(byIntl(number, decimals, chosen));
      }),
      { numRuns: 500, seed: 14 },
    );
  });
});
