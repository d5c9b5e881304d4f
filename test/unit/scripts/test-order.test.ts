import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inOrder, seconds } from '../../../scripts/test-order.ts';

const root = join(import.meta.dirname, '../../..');

describe('the order of the tests', () => {
  it('begins with the longest of each kind, and has each kind as far as the others', () => {
    const file = (name: string, kind: string) => ({
      ...{ moduleId: join(root, `test/${name}.test.ts`), project: { name: kind } },
    });
    const working = ['short-1', 'short-2', 'short-3', 'short-4'].map((name) => file(name, 'unit'));
    const waiting = ['alerts', 'live', 'kills'].map((name) =>
      file(`integration/engine/${name}`, 'integration'),
    );
    const names = inOrder([...working, ...waiting]).map(({ moduleId }) => basename(moduleId, '.test.ts'));
    expect(names).toEqual(['short-1', 'live', 'short-2', 'short-3', 'kills', 'short-4', 'alerts']);
  });

  it('knows of files that are there', () => {
    const missing = Object.keys(seconds).filter((name) => !existsSync(join(root, `test/${name}.test.ts`)));
    expect(missing).toEqual([]);
  });
});
