import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { makeFolder } from '../system/make-folder.ts';

const coordinate = v.pipe(v.number(), v.safeInteger());
const placeSchema = v.strictObject({
  x: coordinate,
  y: coordinate,
  width: coordinate,
  height: coordinate,
  maximized: v.boolean(),
});

/** Where the window was and how large, in density-independent pixels. */
export type WindowPlace = v.InferOutput<typeof placeSchema>;

/** A rectangle of the desktop. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The place written to `path`, or null where there is none that can be read. */
export function readPlace(path: string): WindowPlace | null {
  try {
    return v.parse(placeSchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null; // Missing or damaged: the window opens at its first size, nothing is lost.
  }
}

/** Writes the place, whole or not at all. */
export function writePlace(path: string, place: WindowPlace): void {
  makeFolder(dirname(path));
  writeFileSync(`${path}.new`, JSON.stringify(place));
  renameSync(`${path}.new`, path);
}

/** Pixels of the title bar's height and width that must be on a screen, so that the window can be moved. */
const graspPx = 40;

/** Whether the top edge of `place` can be seen and grasped on one of the screens. */
export function isReachable(place: Area, screens: readonly Area[]): boolean {
  return screens.some((screen) => {
    const visible = Math.min(place.x + place.width, screen.x + screen.width) - Math.max(place.x, screen.x);
    const top = place.y - screen.y;
    return visible >= graspPx && top >= 0 && top <= screen.height - graspPx;
  });
}
