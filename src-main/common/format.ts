/** A number and its unit, apart, so that each can be set in its own size. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;
const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Bytes in the largest IEC unit (powers of 1024) that leaves at least 1, with three significant digits. */
export function bytesFigure(bytes: number): Figure {
  let scaled = bytes;
  let unit = 0;
  while (unit < byteUnits.length - 1 && Math.round(scaled) >= 1024) {
    scaled /= 1024;
    unit += 1;
  }
  return {
    value: unit === 0 ? String(Math.round(scaled)) : threeDigits(scaled),
    unit: byteUnits[unit] ?? '',
  };
}

function threeDigits(value: number): string {
  const twoDecimals = value.toFixed(2);
  if (Number(twoDecimals) < 10) return twoDecimals;
  const oneDecimal = value.toFixed(1);
  return Number(oneDecimal) < 100 ? oneDecimal : integers.format(value);
}

/** Bytes in an IEC unit: `1.21 GiB`. */
export function bytesText(bytes: number): string {
  const { value, unit } = bytesFigure(bytes);
  return `${value} ${unit}`;
}

/** Bytes to the last one: `1,299,227,607 bytes`. */
export const exactBytes = (bytes: number): string => `${countText(bytes)} ${noun(bytes, 'byte')}`;

/** Bytes a second in an IEC unit: `1.21 MiB/s`. */
export const byteRateText = (bytesPerSecond: number): string => `${bytesText(bytesPerSecond)}/s`;

/** A count with its thousands apart: `1,234,567`. */
export const countText = (count: number): string => integers.format(count);

const countUnits = ['', 'k', 'M', 'G', 'T', 'P'] as const;
const longestFullCount = 9_999_999;

/** A count that fits a narrow column: in full up to 9,999,999, then with an SI prefix: `48.2 M`. */
export function shortCount(count: number): string {
  if (count <= longestFullCount) return countText(count);
  let scaled = count;
  let unit = 0;
  while (Math.round(scaled) >= 1000) {
    scaled /= 1000;
    unit += 1;
  }
  return `${threeDigits(scaled)} ${countUnits[unit] ?? ''}`;
}

/** The thing counted, in its number: `window`, `windows`. */
export const noun = (count: number, thing: string): string => (count === 1 ? thing : `${thing}s`);

/** A count and the thing counted: `1 window`, `2 windows`. */
export const plural = (count: number, thing: string): string => `${countText(count)} ${noun(count, thing)}`;

/** Packets a second: `1,234 packets/s`. */
export const packetRateText = (perSecond: number): string => `${countText(perSecond)} packets/s`;
