import type { PackedAddress } from './address.ts';
import type { NetworkSet } from './network-set.ts';

/**
 * Where traffic goes, seen from the home networks: from outside into them (`in`), out of them (`out`), between hosts of
 * them (`local`), or between others (`passing`).
 */
export const directions = ['in', 'out', 'local', 'passing'] as const;
export type Direction = (typeof directions)[number];

/** A direction, or none for pairs that are not known any more. */
export type KnownDirection = Direction | 'unknown';

export const knownDirections: readonly KnownDirection[] = [...directions, 'unknown'];

/** Sums by direction, in bytes. */
export type DirectionSums = Readonly<Record<KnownDirection, number>>;

/** Sums by direction without what else is known of a stretch of time. */
export const sumsOfDirections = (sums: DirectionSums): DirectionSums =>
  Object.fromEntries(knownDirections.map((direction) => [direction, sums[direction]])) as DirectionSums;

export const addDirections = (a: DirectionSums, b: DirectionSums): DirectionSums =>
  Object.fromEntries(
    knownDirections.map((direction) => [direction, a[direction] + b[direction]]),
  ) as DirectionSums;

export const noDirectionSums: DirectionSums = { in: 0, out: 0, local: 0, passing: 0, unknown: 0 };

/** The direction of what goes from one host to another. */
export const directionOf = (home: NetworkSet, source: PackedAddress, destination: PackedAddress): Direction =>
  directionBetween(home.has(source), home.has(destination));

/** The direction of what goes from a host to another one, by whether each is at home. */
export const directionBetween = (isFromHome: boolean, isToHome: boolean): Direction =>
  isFromHome ? (isToHome ? 'local' : 'out') : isToHome ? 'in' : 'passing';
