/** Why a text is not a number of bytes. */
export type ByteCountDefect = 'missing' | 'invalid' | 'ambiguous' | 'fraction' | 'too-large';

const prefixes = ['', 'k', 'm', 'g', 't', 'p', 'e'];
/** Longer numbers are too large in any unit. */
const mostDigits = 40;

/**
 * Reads a number of bytes, exactly: `2 GB`, `1.5 GiB`, `500 MiB`, `2000`, `5e9`. `1.500` is refused: people write
 * thousands so, too.
 */
export function byteCount(text: string): number | ByteCountDefect {
  const trimmed = text.trim();
  if (trimmed === '') return 'missing';
  const [, whole, mark, fraction = '', exponent, prefix = '', binary] =
    /^(\d+)(?:([.,])(\d+))?(?:e(\d+))?\s*(?:([kmgtpe]?)(i?)b?)$/i.exec(trimmed) ?? [];
  if (whole === undefined) return 'invalid';
  const isThousands = exponent === undefined && fraction.length === 3 && whole.length <= 3 && whole !== '0';
  if (mark === ',' || isThousands) return 'ambiguous';
  const power = Number(exponent ?? 0);
  if (whole.length + fraction.length + power > mostDigits) return 'too-large';
  const prefixPower = BigInt(prefixes.indexOf(prefix.toLowerCase()));
  const unit = 10n ** BigInt(power) * BigInt(binary ? 1_024 : 1_000) ** prefixPower;
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * unit;
  if (scaled % scale !== 0n) return 'fraction';
  const bytes = scaled / scale;
  return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : 'too-large';
}

const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Writes a number of bytes as {@link byteCount} reads it: in the largest unit of which it has a whole number. */
export function byteCountText(bytes: number): string {
  const power = units.findLastIndex((_, i) => bytes % 1_000 ** i === 0);
  return bytes === 0 || power === 0 ? String(bytes) : `${bytes / 1_000 ** power} ${units[power]}`;
}
