import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isReachable, readPlace, writePlace } from '../../../src-main/shell/window-place.ts';

const place = { x: 10, y: 20, width: 1000, height: 700, maximized: false };

describe('window place', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'window-place-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads what it wrote, into a folder that was not there', () => {
    const path = join(folder, 'new', 'window.json');
    writePlace(path, place);
    expect(readPlace(path)).toEqual(place);
  });

  it('knows no place without a file', () => {
    expect(readPlace(join(folder, 'window.json'))).toBeNull();
  });

  it.each(['', '{"x":1', '{"x":1}', '{"x":"a","y":0,"width":1,"height":1,"maximized":false}', 'null'])(
    'knows no place in a damaged file: %s',
    (text) => {
      const path = join(folder, 'window.json');
      writeFileSync(path, text);
      expect(readPlace(path)).toBeNull();
    },
  );

  const screens = [
    { x: 0, y: 0, width: 1920, height: 1080 },
    { x: 1920, y: 0, width: 1280, height: 1024 },
  ];

  it.each([
    ['on a screen', { ...place }, true],
    ['across two screens', { ...place, x: 1800 }, true],
    ['with its right edge on a screen', { ...place, x: -900 }, true],
    ['on a screen that is gone', { ...place, x: 4000 }, false],
    ['with its title bar above the screen', { ...place, y: -30 }, false],
    ['below the screen', { ...place, y: 1070 }, false],
  ])('can be grasped or not: %s', (_, area, expected) => {
    expect(isReachable(area, screens)).toBe(expected);
  });
});
