import { decimalText } from './decimal-text.ts';
import type { Language } from './language.ts';

/** A number and its unit, apart, so that each can be set in its own size. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

/** How numbers are written: bytes in powers of 1024 (IEC) or of 1000 (SI), digits as in a language. */
export interface NumberStyle {
  readonly units: 'iec' | 'si';
  readonly language: Language;
}

/** The command line's way, and the window's until the person chooses another one. */
export const plainNumbers: NumberStyle = { units: 'iec', language: 'en' };

const byteUnits = {
  iec: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'],
  si: ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'],
} as const;
const byteSteps = { iec: 1024, si: 1000 } as const;

/** Bytes in the largest unit that leaves at least 1, with three significant digits. */
export function bytesFigure(bytes: number, style = plainNumbers): Figure {
  const units = byteUnits[style.units];
  const step = byteSteps[style.units];
  let scaled = bytes;
  let unit = 0;
  while (unit < units.length - 1 && Math.round(scaled) >= step) {
    scaled /= step;
    unit += 1;
  }
  return {
    value: unit === 0 ? String(Math.round(scaled)) : threeDigits(scaled, style),
    unit: units[unit] ?? '',
  };
}

function threeDigits(value: number, style: NumberStyle): string {
  if (Number(value.toFixed(2)) < 10) return decimalText(value, 2, style);
  return decimalText(value, Number(value.toFixed(1)) < 100 ? 1 : 0, style);
}

/** Bytes in their unit: `1.21 GiB`. */
export function bytesText(bytes: number, style = plainNumbers): string {
  const { value, unit } = bytesFigure(bytes, style);
  return `${value} ${unit}`;
}

/** Bytes to the last one: `1,299,227,607 bytes`. */
export const exactBytes = (bytes: number): string => `${countText(bytes)} ${noun(bytes, 'byte')}`;

/** Bytes a second: `1.21 MiB/s`. */
export const byteRateText = (bytesPerSecond: number, style = plainNumbers): string =>
  `${bytesText(bytesPerSecond, style)}/s`;

/** A count with its thousands apart: `1,234,567`. */
export const countText = (count: number, style = plainNumbers): string => decimalText(count, 0, style);

const countUnits = ['', 'k', 'M', 'G', 'T', 'P'] as const;
const longestFullCount = 9_999_999;

/** A count that fits a narrow column: in full up to 9,999,999, then with an SI prefix: `48.2 M`. */
export function shortCount(count: number, style = plainNumbers): string {
  if (count <= longestFullCount) return countText(count, style);
  let scaled = count;
  let unit = 0;
  while (Math.round(scaled) >= 1000) {
    scaled /= 1000;
    unit += 1;
  }
  return `${threeDigits(scaled, style)} ${countUnits[unit] ?? ''}`;
}

/** Whether a language says a count, as it is written in whole numbers, in the singular: French says 0 so, too. */
export function isSingular(count: number, language: Language): boolean {
  const written = Math.round(count);
  return written === 1 || (written === 0 && language === 'fr');
}

/** The thing counted, in its number: `window`, `windows`. */
export const noun = (count: number, thing: string): string => (count === 1 ? thing : `${thing}s`);

/** A count and the thing counted: `1 window`, `2 windows`. */
export const plural = (count: number, thing: string): string => `${countText(count)} ${noun(count, thing)}`;

/** Packets a second: `1,234 packets/s`. */
export const packetRateText = (perSecond: number): string => `${countText(perSecond)} packets/s`;

const durationUnits = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A length of time in its two largest units: `5 min`, `1 h 30 min`, `20 s`. */
export function durationText(durationMs: number): string {
  let rest = Math.max(0, Math.round(durationMs / 1000));
  const parts: string[] = [];
  for (const [unit, seconds] of durationUnits) {
    const count = Math.floor(rest / seconds);
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    rest -= count * seconds;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}
