import { describe, expect, it } from 'vitest';
import { limitsStatusText } from '../../../src-main/command-line/limit-text.ts';
import { quotaTable } from '../../../src-main/command-line/quota-text.ts';
import { systemTimeZone } from '../../../src-main/common/periods/time-zone.ts';
import type { LimitsStatus } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';

const nowMs = 10_000_000;
const status = (parts: Partial<LimitsStatus> = {}): LimitsStatus => ({
  ...{ source: '/etc/limits.json', refresh: { mode: 'continuous' }, watched: 'watch', limitCount: 3 },
  ...{ lastSyncMs: epochMs(nowMs - 12_000), nextSyncMs: epochMs(nowMs + 1_188_000), lastChange: null },
  ...{ undoable: null, judgedOtherwise: null, problem: null },
  ...parts,
});
const lastChange = {
  ...{ id: 1, kind: 'sync' as const, origin: '/etc/limits.json', atMs: epochMs(nowMs - 300_000) },
  counts: { added: 1, changed: 2, removed: 0, unchanged: 0 },
};

describe('the state of the limits in one line', () => {
  it('says when they were read, and will be', () => {
    expect(limitsStatusText(status(), nowMs)).toBe(
      '3 limits of /etc/limits.json; read 12 s ago; next in 19 min 48 s',
    );
  });

  it('says what changed last, and how many stored windows would get a different verdict', () => {
    const judgedOtherwise = { windows: 4, fromMs: epochMs(0), toMs: epochMs(1) };
    expect(limitsStatusText(status({ lastChange, judgedOtherwise, nextSyncMs: null }), nowMs)).toBe(
      '3 limits of /etc/limits.json; read 12 s ago; changed 5 min ago (1 added, 2 changed, 0 removed, 0 unchanged); ' +
        '4 stored windows would get a different verdict',
    );
  });

  it('says so where no source is followed', () => {
    const parts = { source: null, lastSyncMs: null, nextSyncMs: null, limitCount: 0 };
    expect(limitsStatusText(status(parts), nowMs)).toBe('0 limits, no source followed');
  });

  it('has a read that is due, or a clock that was set back, as now', () => {
    const parts = { lastSyncMs: epochMs(nowMs + 5), nextSyncMs: epochMs(nowMs - 5) };
    expect(limitsStatusText(status(parts), nowMs)).toMatch(/read 0 s ago; next in 0 s$/);
  });
});

it('names the time zone of the ends of quotas, where it is not the machine’s', () => {
  const head = (timeZone: string): string =>
    quotaTable({ quotas: [], count: 0, atMs: epochMs(nowMs), timeZone });
  expect(head('Pacific/Chatham')).toContain('  ends (Pacific/Chatham)  ');
  expect(head(systemTimeZone())).toContain('  ends  ');
});
