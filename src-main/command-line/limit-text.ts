import { countText } from '../common/format.ts';
import type { Limit } from '../common/model.ts';
import { isoTime } from './json-lines.ts';
import { formatTable } from './text.ts';

/** Limits as a table. */
export const limitTable = (limits: readonly Limit[]): string =>
  formatTable([
    ['limit', 'bytes', 'in force from', 'source', 'destination', 'windows'],
    ...limits.map(({ name, value, effectiveMs, source, destination, windowSeconds }) => [
      name,
      countText(value),
      isoTime(effectiveMs),
      source ?? 'any',
      destination ?? 'any',
      windowSeconds === null ? 'any' : `${windowSeconds} s`,
    ]),
  ]);
