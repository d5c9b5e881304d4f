import { directions, type DirectionSums } from '../common/direction.ts';

/** The columns that CSV has for directions, behind the others. */
export const directionHead = [...directions.map((direction) => `,${direction}`), ',unknownDirection'].join(
  '',
);

/** Their cells. */
export const directionCells = (sums: DirectionSums): number[] =>
  [...directions, 'unknown' as const].map((direction) => sums[direction]);
