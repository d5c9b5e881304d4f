import { countText, isSingular } from '../format.ts';
import type { Language } from '../language.ts';

/** A count in a language: its thousands apart as there. */
export const countIn =
  (language: Language) =>
  (count: number): string =>
    countText(count, { units: 'iec', language });

/** A count and the thing counted, in its number: `1 window`, `2 windows`. */
export const countedIn =
  (language: Language) =>
  (count: number, one: string, many: string): string =>
    `${countIn(language)(count)} ${isSingular(count, language) ? one : many}`;
