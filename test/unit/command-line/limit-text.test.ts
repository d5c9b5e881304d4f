import { expect, it } from 'vitest';
import { limitTable } from '../../../src-main/command-line/limit-text.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';

it('prints no control character that somebody wrote into a name or a note', () => {
  const limit: Limit = {
    ...{ name: 'max', value: 5, effectiveMs: epochMs(0), source: null, destination: null },
    ...{ windowSeconds: null, title: 'Back\u009bup', note: 'two\nlines\u001b[2Jand \u0007 more' },
  };
  const table = limitTable([limit]);
  expect(table).toContain('two lines?[2Jand ? more');
  expect(table).toContain('Back?up');
  expect(table.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});
