import { directions, type DirectionSums, knownDirections } from '../common/direction.ts';

/** The columns that CSV has for directions, behind the others. */
export const directionHead = [...directions.map((direction) => `,${direction}`), ',unknownDirection'].join(
  '',
);

/** Their cells. */
export const directionCells = (sums: DirectionSums): number[] =>
  knownDirections.map((direction) => sums[direction]);
