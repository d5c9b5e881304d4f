import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import { limitOf } from '../../support/records/flows.ts';

it('the terms of a limit are stored with each of its versions', () => {
  const dir = mkdtempSync(join(tmpdir(), 'streamchecker-terms-'));
  const terms = { period: 'month@15', hours: '22:00-06:00', agent: 'router-1', warnPercent: 80 };
  const cause = { kind: 'import', origin: 'file' } as const;
  const folder = DataFolder.lock(dir);
  try {
    folder.limits.replace([limitOf('max', 1, terms), limitOf('max', 1)], cause, epochMs(1));
    expect(folder.limits.current()).toMatchObject([terms, { name: 'max' }]);
    expect(folder.limits.current()[1]).not.toHaveProperty('period');
    const change = folder.limits.replace(
      [limitOf('max', 1, { ...terms, warnPercent: 90 })],
      cause,
      epochMs(2),
    );
    expect(change?.counts).toEqual({ added: 0, changed: 1, removed: 1, unchanged: 0 });
    expect(folder.limits.asOf(1)).toMatchObject([terms, {}]);
  } finally {
    folder.dispose();
    rmSync(dir, { recursive: true });
  }
});
