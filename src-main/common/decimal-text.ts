import type { NumberStyle } from './format.ts';

const locales = { en: 'en-US', de: 'de-DE', fr: 'fr-FR' } as const;
const marks = {
  en: { group: ',', point: '.' },
  de: { group: '.', point: ',' },
  fr: { group: '\u202f', point: ',' },
} as const;
/** Up to here a number keeps its decimals, and still counts exactly in hundredths. */
const greatest = 1e13;

/**
 * A number with this many decimals, rounded half away from zero: `1,234.5`. It reads as `Intl.NumberFormat` would write
 * it, which takes longer to load than most verbs of the command line take to run.
 */
export function decimalText(value: number, digits: 0 | 1 | 2, { language }: NumberStyle): string {
  const magnitude = Math.abs(value);
  const written = String(magnitude);
  if (!(magnitude < greatest) || written.includes('e')) return throughIntl(value, digits, language);
  const figures = String(rounded(written, digits)).padStart(digits + 1, '0');
  const { group, point } = marks[language];
  const whole = figures.slice(0, figures.length - digits).replaceAll(/\B(?=(?:\d{3})+$)/g, group);
  const decimals = digits === 0 ? '' : point + figures.slice(-digits);
  return `${value < 0 || Object.is(value, -0) ? '-' : ''}${whole}${decimals}`;
}

/** How many units of the last decimal a positive number has: its decimal form is rounded, as people would. */
function rounded(written: string, digits: number): number {
  const [whole, decimals = ''] = written.split('.');
  const kept = Number(whole! + decimals.slice(0, digits).padEnd(digits, '0'));
  return (decimals[digits] ?? '0') >= '5' ? kept + 1 : kept;
}

function throughIntl(value: number, digits: number, language: NumberStyle['language']): string {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locales[language], fraction).format(value);
}
