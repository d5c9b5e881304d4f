import { countText, isSingular } from '../../src-main/common/format.ts';
import { numberStyle } from './number-style.svelte.ts';

/** A count and the thing counted, in its number: `1 packet`, `2 packets`. */
export const counted = (count: number, one: string, many: string): string =>
  `${countText(count, numberStyle())} ${isSingular(count, numberStyle().language) ? one : many}`;
