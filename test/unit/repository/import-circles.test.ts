import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

type Graph = ReadonlyMap<string, readonly string[]>;

const importLine = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?'(\.[^']+)'/g;

/** Which files of a folder import which others, types too. */
function importsIn(folder: string): Graph {
  const files = globSync(`${folder}/**/*.{ts,svelte}`);
  const known = new Set(files);
  const importsOf = (file: string): string[] =>
    [...readFileSync(file, 'utf8').matchAll(importLine)]
      .map(([, path = '']) => posix.join(posix.dirname(file), path))
      .filter((path) => known.has(path));
  return new Map(files.map((file) => [file, importsOf(file)]));
}

/** The files that lead back to themselves: what is left when all that import nothing of the rest are taken away. */
function inCircles(graph: Graph): string[] {
  let left = new Set(graph.keys());
  for (;;) {
    const stuck = [...left].filter((file) => graph.get(file)!.some((path) => left.has(path)));
    if (stuck.length === left.size) break;
    left = new Set(stuck);
  }
  // Those that only lead into a circle are not in one.
  for (;;) {
    const imported = new Set([...left].flatMap((file) => graph.get(file)!));
    const stuck = [...left].filter((file) => imported.has(file));
    if (stuck.length === left.size) return stuck;
    left = new Set(stuck);
  }
}

describe('imports of the page', () => {
  it('are found in a circle where there is one, and only there', () => {
    const graph = new Map([
      ...([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b', 'd']],
        ['d', []],
      ] as const),
    ]);
    expect(inCircles(graph)).toEqual(['b', 'c']);
  });

  it('go round in no circle', () => {
    const graph = importsIn('src-renderer');
    expect(graph.size).toBeGreaterThan(200);
    expect(inCircles(graph)).toEqual([]);
  });

  it('lead from the frame to features by no name but that of their list', () => {
    const graph = importsIn('src-renderer');
    const frame = [...graph].filter(([file]) => /^src-renderer\/(workbench|state|commands)\//.test(file));
    const named = frame.flatMap(([file, paths]) =>
      paths.filter((path) => path.startsWith('src-renderer/features/')).map((path) => `${file} → ${path}`),
    );
    expect(named).toEqual([]);
  });
});
