import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../../../src-renderer/features/settings/change-consequences.ts';
import { rated, toggled } from '../../../src-renderer/features/settings/interface-choices.ts';
import { sampleLimit } from './samples.ts';

describe('a change of what windows are', () => {
  const limits = [sampleLimit(), sampleLimit({ windowSeconds: 60 }), sampleLimit({ period: 'day' })];

  it('says what it does to history, limits and alerts', () => {
    expect(consequencesOf('windows.length', '1h', { limits, firing: 1 })).toMatchObject([
      expect.stringContaining('a history of their own'),
      expect.stringMatching(/^1 limit says nothing of the length/),
      expect.stringMatching(/^1 limit is for windows of another length/),
      expect.stringMatching(/^1 alert that is firing/),
    ]);
    expect(consequencesOf('capture.filter', 'udp', { limits, firing: 0 })[1]).toMatch(
      /^3 limits are evaluated/,
    );
  });

  it('says nothing of other settings, and of nonsense, which is refused', () => {
    expect(consequencesOf('appearance.theme', 'dark', { limits, firing: 1 })).toEqual([]);
    expect(consequencesOf('windows.length', 'long', { limits, firing: 1 })).toEqual([]);
  });
});

describe('interfaces to choose from', () => {
  const one = { name: 'lo', isUp: true, isAutomatic: true, addresses: [], bytes: 5_000 };

  it('have the rate between two looks, where it is known', () => {
    const rates = (bytes: number | null): (number | null)[] =>
      rated([one], [{ ...one, bytes }], 2_000).map(({ bytesPerSecond }) => bytesPerSecond);
    expect([rates(1_000), rates(null), rates(9_000)]).toEqual([[2_000], [null], [null]]);
    expect(rated([one], [], 0)[0]?.bytesPerSecond).toBeNull();
  });

  it('are auto or some, never none', () => {
    expect(toggled(['auto'], 'lo', true)).toEqual(['lo']);
    expect(toggled(['lo', 'eth0'], 'auto', true)).toEqual(['auto']);
    expect(toggled(['lo'], 'lo', false)).toEqual(['auto']);
  });
});
