/** Parts of requests that several calls share. */
import * as v from 'valibot';
import { directions } from '../direction.ts';

/** Id of a stored series; without it, the one that is summed now. */
export const series = v.exactOptional(v.pipe(v.number(), v.safeInteger()));
export const instant = v.pipe(v.number(), v.safeInteger());
/** An instant as a person writes it: what clocks show, and how far they are from UTC; null for wherever it is read. */
export const writtenInstant = v.strictObject({ clockMs: instant, offsetMs: v.nullable(instant) });
/** IP address, network or group of networks such as `@office`; null for any. */
export const network = v.nullable(v.pipe(v.string(), v.maxLength(64)));
/** Only what goes one way, seen from the home networks; null for every way. */
export const oneWay = v.nullable(v.picklist(directions));
/** Of a call that asks for nothing in particular. */
export const nothing = v.undefined();

const isAscending = (values: number[]): boolean =>
  values.every((value, i) => i === 0 || values[i - 1]! < value);
/** Between each and the next something is summed. They are the caller's own: a day of the person's may have 23, 24 or 25 hours. */
export const ascendingEdges = v.pipe(
  v.array(instant),
  v.minLength(2),
  v.maxLength(20_000),
  v.check(isAscending),
);

/** How many are asked for. */
export const count = (most: number, least = 1) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** From the how-manieth on. */
export const offset = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A text of this length at most. */
export const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
