import { describe, expect, it } from 'vitest';
import type { MuteScope } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { covers, isQuiet, isReminderDue, type NotifiedAlert } from '../../../src-main/engine/notify/quiet.ts';
import { limitOf } from '../../helpers/flows.ts';
import { notification } from './notifications.ts';

const scope = (parts: Partial<MuteScope> = {}): MuteScope => ({
  ...{ limitName: null, source: null, destination: null },
  ...parts,
});

describe('a mute', () => {
  const hosts = limitOf('max', 1, { source: '10.1.2.3', destination: '192.0.2.0/24' });
  const all = limitOf('min', 1);

  it.each([
    ['of everything', scope(), true, true],
    ['of max', scope({ limitName: 'max' }), true, false],
    ['of a network', scope({ source: '10.0.0.0/8' }), true, false],
    [
      'of just this',
      scope({ limitName: 'max', source: '10.1.2.3', destination: '192.0.2.0/24' }),
      true,
      false,
    ],
    ['of a part of the network', scope({ destination: '192.0.2.1' }), false, false],
    ['of another network', scope({ source: '11.0.0.0/8' }), false, false],
    ['of the other direction', scope({ source: '192.0.2.0/24' }), false, false],
    [
      'of one thing that fits and one that does not',
      scope({ limitName: 'min', source: '10.0.0.0/8' }),
      false,
      false,
    ],
  ])('%s covers the limits that lie within it', (_, mute, coversHosts, coversAll) => {
    expect([covers(mute, hosts), covers(mute, all)]).toEqual([coversHosts, coversAll]);
  });
});

describe('people', () => {
  const alert = (parts: Partial<NotifiedAlert>): NotifiedAlert => ({
    ...notification('a', 100),
    ...{ state: 'firing', acknowledged: null, snoozedUntilMs: null, muted: false, notifiedMs: epochMs(100) },
    ...parts,
  });
  const at = (ms: number) => epochMs(ms);

  it('are not told of what is muted, or snoozed for the time being', () => {
    expect(isQuiet(alert({}), at(150))).toBe(false);
    expect(isQuiet(alert({ muted: true }), at(150))).toBe(true);
    expect(isQuiet(alert({ snoozedUntilMs: at(200) }), at(199))).toBe(true);
    expect(isQuiet(alert({ snoozedUntilMs: at(200) }), at(200))).toBe(false);
  });

  const due = (parts: Partial<NotifiedAlert>, now: number, repeatMs: number | null = null): boolean =>
    isReminderDue(alert(parts), repeatMs, at(now));

  it('are told once unless they want repeats, and then as often as they want', () => {
    expect(due({}, 1e9)).toBe(false);
    expect(due({}, 149, 50)).toBe(false);
    expect(due({}, 150, 50)).toBe(true);
    expect(due({ notifiedMs: at(150) }, 199, 50)).toBe(false);
  });

  it('are told again when the snooze is over, once', () => {
    expect(due({ snoozedUntilMs: at(200) }, 199)).toBe(false);
    expect(due({ snoozedUntilMs: at(200) }, 200)).toBe(true);
    expect(due({ snoozedUntilMs: at(200), notifiedMs: at(200) }, 1e9)).toBe(false);
  });

  it('are told when the mute is over under which it fired', () => {
    expect(due({ muted: true, notifiedMs: null }, 1e9)).toBe(false);
    expect(due({ notifiedMs: null }, 150)).toBe(true);
  });

  it('are not told again of what someone has acknowledged', () => {
    const acknowledged = { by: 'ada', atMs: at(120), comment: '' };
    expect(due({ acknowledged }, 1e9, 50)).toBe(false);
    expect(due({ acknowledged, snoozedUntilMs: at(200) }, 300)).toBe(false);
    expect(due({ acknowledged, notifiedMs: null }, 300)).toBe(false);
  });
});
