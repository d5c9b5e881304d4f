import { isFolded, type PairTotal } from '../src-main/common/model/windows.ts';
import { decimalText } from '../src-main/common/decimal-text.ts';
import { say } from '../src-main/common/phrases/say.ts';
import * as common from '../src-main/common/format.ts';
import { durationText } from '../src-main/common/format.ts';
import { numberStyle } from './texts/number-style.svelte.ts';
import { phraseText } from './texts/phrase-text.ts';
import { t } from './texts/texts.ts';

/** What is written where there is no value. */
export const none = '–';

/** Bytes in the largest unit that leaves at least 1, with three significant digits. */
export const bytesFigure = (bytes: number): common.Figure => common.bytesFigure(bytes, numberStyle());

/** Bytes in their unit: `1.21 GiB`. */
export const bytesText = (bytes: number): string => common.bytesText(bytes, numberStyle());

/** Bytes to the last one: `1,299,227,607 bytes`. */
export const exactBytes = (bytes: number): string => phraseText(say('count.bytes', { count: bytes }));

/** Bytes a second: `1.21 MiB/s`. */
export const byteRateText = (bytesPerSecond: number): string =>
  common.byteRateText(bytesPerSecond, numberStyle());

/** A count with its thousands apart: `1,234,567`. */
export const countText = (count: number): string => common.countText(count, numberStyle());

/** A count that fits a narrow column: in full up to 9,999,999, then with an SI prefix: `48.2 M`. */
export const shortCount = (count: number): string => common.shortCount(count, numberStyle());

/** Packets with their noun: `1 packet`, `1,234 packets`. */
export const packetsText = (count: number): string => phraseText(say('count.packets', { count }));

/** Windows with their noun: `1 window`, `288 windows`. */
export const windowsText = (count: number): string => phraseText(say('count.windows', { count }));

/** Packets a second: `1,234 packets/s`. */
export const packetRateText = (perSecond: number): string => `${packetsText(perSecond)}/s`;

/**
 * A part of a whole in percent. Rounding never hides which of the two is larger: `100 %` is written for equality
 * only.
 */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return part === 0 ? '100 %' : none;
  const percent = (part / whole) * 100;
  if (part < whole) return percent < 99.95 ? `${shortPercent(percent)} %` : `> ${decimal(99.9)} %`;
  if (part === whole) return '100 %';
  return percent >= 100.05 ? `${shortPercent(percent)} %` : '> 100 %';
}

function shortPercent(percent: number): string {
  if (percent === 0) return '0';
  if (percent < 0.05) return `< ${decimal(0.1)}`;
  const tenths = Number(percent.toFixed(1));
  const isSharp = tenths < 10 || (tenths > 99 && tenths < 101);
  return isSharp ? decimal(percent) : countText(percent);
}

const decimal = (value: number): string => decimalText(value, 1, numberStyle());

/** Time left as a clock would show it: `0:42`, `4:59`, `1:02:03`; never below 0. */
export function countdownText(durationMs: number): string {
  const total = Math.max(0, Math.ceil(durationMs / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = String(seconds).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** A window from this length on counts down in minutes: a figure that changes each second draws a frame for it. */
const minutesFromMs = 120_000;

/**
 * What is left of a window: `5 min`, rounded up, or as a clock would show it where the whole window is short; a clock
 * that lags shows no more than its whole length.
 */
export function timeLeftText(window: { startMs: number; endMs: number }, nowMs: number): string {
  const wholeMs = window.endMs - window.startMs;
  const leftMs = Math.min(window.endMs - nowMs, wholeMs);
  if (wholeMs < minutesFromMs) return countdownText(leftMs);
  return durationText(Math.max(1, Math.ceil(leftMs / 60_000)) * 60_000);
}

/** How far an instant lies from now: `2 min ago`, `in 20 min`, `now`. */
export function relativeText(instantMs: number, nowMs: number): string {
  const distance = instantMs - nowMs;
  if (Math.abs(distance) < 1000) return t().time.now;
  const length = coarseDuration(Math.abs(distance));
  return distance > 0 ? t().time.in(length) : t().time.ago(length);
}

/** From a minute on, seconds are of no interest. */
export const coarseDuration = (durationMs: number): string =>
  durationText(durationMs < 60_000 ? durationMs : Math.floor(durationMs / 60_000) * 60_000);

/** A pair in one line: `192.0.2.1 → 192.0.2.2`; the pair of folded rests reads `other`. */
export function pairText(pair: Pick<PairTotal, 'source' | 'destination'>): string {
  return isFolded(pair) ? phraseText(say('pair.others')) : `${pair.source} → ${pair.destination}`;
}

export { durationText } from '../src-main/common/format.ts';
export { foldedAddress, isFolded } from '../src-main/common/model/windows.ts';
export * from './instants.ts';
