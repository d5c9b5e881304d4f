import { isoTime } from './alert-json.ts';
import { type EpochMs, epochMs } from './units.ts';

const form =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d(?::\d\d)?)?)?)?$/;

/** Whether an instant is what a date alone means for limits: the start of a day in UTC. */
export const isDateAlone = (ms: number): boolean => ms % 86_400_000 === 0;

/** An effective date as a limit's source may have it: the date alone where it is one, so that it is the same day everywhere. */
export const effectiveDateText = (ms: EpochMs): string => {
  const iso = isoTime(ms);
  return isDateAlone(ms) ? iso.replace(/T.*/, '') : iso;
};

/**
 * Reads a date (`2026-01-31`, its start in UTC) or an instant (`2026-01-31T08:00:00+01:00`, also with a blank as
 * PostgreSQL writes it; UTC where no zone is named).
 *
 * @returns undefined for what is neither, such as the 30th of February.
 */
export function parseEffectiveDate(text: string): EpochMs | undefined {
  const written = readInstant(text);
  return written && epochMs(written.clockMs - (written.offsetMs ?? 0));
}

/** An instant as it is written: what clocks show, and how far they are from UTC. */
export interface WrittenInstant {
  /** What clocks show, as if they showed UTC. */
  readonly clockMs: number;
  /** Null where no zone is named: which instant it is depends on where it is read. */
  readonly offsetMs: number | null;
}

/** Reads a date or an instant as {@link parseEffectiveDate}, and leaves open in which zone it is where it names none. */
export function readInstant(text: string): WrittenInstant | undefined {
  const match = form.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part?: string) => Number(part || 0));
  if (hour! > 23 || minute! > 59 || second! > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day);
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day!) return undefined;
  // Digit by digit: 0.057 s times 1000 is a little more than 57.
  const millisecond = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  date.setUTCHours(hour!, minute, second, millisecond);
  const offsetMs = match[8] === undefined ? null : zoneOffsetMs(match[8]);
  return offsetMs === undefined ? undefined : { clockMs: date.getTime(), offsetMs };
}

/** The same as it can be read again: `2026-01-31`, `2026-01-31 08:00:00`, in UTC where it named a zone. */
export function writtenText({ clockMs, offsetMs }: WrittenInstant): string {
  if (offsetMs !== null) return isoTime(clockMs - offsetMs);
  const iso = isoTime(clockMs);
  return isDateAlone(clockMs) ? iso.replace(/T.*/, '') : iso.replace('T', ' ').replace('Z', '');
}

/** PostgreSQL writes the seconds too, where local time once had them. */
function zoneOffsetMs(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hours, minutes, seconds] = [1, 3, 5].map((at) => Number(zone.replaceAll(':', '').slice(at, at + 2)));
  if (hours! > 23 || minutes! > 59 || seconds! > 59) return undefined;
  const offsetMs = ((hours! * 60 + minutes!) * 60 + seconds!) * 1000;
  return zone.startsWith('-') ? -offsetMs : offsetMs;
}
