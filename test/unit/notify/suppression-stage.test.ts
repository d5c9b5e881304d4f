import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsNetwork, parseNetwork } from '../../../src-main/common/address.ts';
import { directions } from '../../../src-main/common/direction.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { isReminderDue, type NotifiedAlert } from '../../../src-main/engine/notify/due-stage.ts';
import { MuteMatcher } from '../../../src-main/engine/notify/mute-matcher.ts';
import { suppressionOf, suppressionOfKind } from '../../../src-main/engine/notify/suppression-stage.ts';
import { muteScopeOf } from '../../../src-renderer/features/alerts/alert-commands.ts';
import { limitOf } from '../../support/records/flows.ts';
import { notification } from './notifications.ts';
import { ofAgent, ofLimit, scopeOf } from '../../support/store/episodes.ts';

describe('a mute', () => {
  const hosts = ofLimit(limitOf('max', 1, { source: '10.1.2.3', destination: '192.0.2.0/24' }));
  const all = ofLimit(limitOf('min', 1));

  it.each([
    ['of everything', scopeOf(), true, true],
    ['of max', scopeOf({ limitName: 'max' }), true, false],
    ['of a network', scopeOf({ source: '10.0.0.0/8' }), true, false],
    [
      'of just this',
      scopeOf({ limitName: 'max', source: '10.1.2.3', destination: '192.0.2.0/24' }),
      true,
      false,
    ],
    ['of a part of the network', scopeOf({ destination: '192.0.2.1' }), false, false],
    ['of another network', scopeOf({ source: '11.0.0.0/8' }), false, false],
    ['of the other direction', scopeOf({ source: '192.0.2.0/24' }), false, false],
    [
      'of one thing that fits and one that does not',
      scopeOf({ limitName: 'min', source: '10.0.0.0/8' }),
      false,
      false,
    ],
  ])('%s covers the limits that lie within it', (_, mute, coversHosts, coversAll) => {
    const matcher = new MuteMatcher([mute]);
    expect([matcher.covers(hosts), matcher.covers(all)]).toEqual([coversHosts, coversAll]);
  });
});

describe('a mute of a limit on a direction or a group', () => {
  const muted = (mute: Parameters<typeof limitOf>[2], other: Parameters<typeof limitOf>[2]): boolean => {
    return new MuteMatcher([muteScopeOf(ofLimit(limitOf('max', 1, mute)))]).covers(
      ofLimit(limitOf('max', 1, other)),
    );
  };

  it('covers limits on that direction alone', () => {
    expect(muted({ direction: 'in' }, { direction: 'in' })).toBe(true);
    expect(muted({ direction: 'in' }, { direction: 'in', source: '10.1.2.3' })).toBe(true);
    expect(muted({ direction: 'in' }, { direction: 'out' })).toBe(false);
    expect(muted({ direction: 'in' }, { source: '10.1.2.3' })).toBe(false);
    expect(muted({ source: '10.1.2.3' }, { source: '10.1.2.3', direction: 'in' })).toBe(true);
  });

  it('covers limits on that group alone', () => {
    expect(muted({ source: '@office' }, { source: '@office' })).toBe(true);
    expect(muted({ source: '@office' }, { source: '@office', destination: '10.1.2.3' })).toBe(true);
    expect(muted({ source: '@office' }, { source: '@lab' })).toBe(false);
    expect(muted({ source: '@office' }, { source: '10.1.2.3' })).toBe(false);
    expect(muted({ source: '@office' }, {})).toBe(false);
    expect(muted({ source: '0.0.0.0/0' }, { source: '@office' })).toBe(false);
  });

  it('covers no agent', () => {
    const matcher = new MuteMatcher([scopeOf({ direction: 'in' })]);
    expect(matcher.covers(ofAgent('office'))).toBe(false);
  });
});

describe('a mute of an agent', () => {
  const [office, annexe] = [ofAgent('office'), ofAgent('annexe')];

  it('covers that it says nothing, and no other agent or limit', () => {
    const matcher = new MuteMatcher([scopeOf({ agent: 'office' })]);
    expect([office, annexe, ofLimit(limitOf('max', 1))].map((one) => matcher.covers(one))).toEqual([
      ...[true, false, false],
    ]);
  });

  it('is implied by a mute of everything alone', () => {
    expect(new MuteMatcher([scopeOf()]).covers(office)).toBe(true);
    for (const parts of [{ limitName: 'max' }, { source: '0.0.0.0/0' }, { destination: '::/0' }] as const)
      expect(new MuteMatcher([scopeOf(parts)]).covers(office)).toBe(false);
  });
});

describe('many mutes', () => {
  it('cover what one of them covers', () => {
    const networks = fc.oneof(
      fc.constant(null),
      fc.constantFrom(
        '10.0.0.0/8',
        '10.1.0.0/16',
        '10.1.2.3',
        '10.1.2.4',
        '0.0.0.0/0',
        '2001:db8::/32',
        '::/0',
      ),
      fc.constantFrom('124.0.0.0/8', '2001:db8::7c', '7c00::/6'),
    );
    const names = fc.constantFrom('min' as const, 'max' as const);
    const ways = fc.constantFrom(...directions);
    const mute = fc.record({
      ...{ limitName: fc.option(names), source: networks, destination: networks },
      ...{ direction: fc.option(ways), agent: fc.constant(null) },
    });
    const limit = fc
      .record({ name: names, source: networks, destination: networks, direction: fc.option(ways) })
      .map(({ direction, ...limit }) => ({ ...limit, ...(direction && { direction }) }));
    const holds = (outer: string | null, inner: string | null): boolean =>
      outer === null || (inner !== null && containsNetwork(parseNetwork(outer), parseNetwork(inner)));
    fc.assert(
      fc.property(fc.array(mute, { maxLength: 20 }), limit, (mutes, { name, ...ends }) => {
        const isCovered = mutes.some(
          ({ limitName, source, destination, direction }) =>
            (limitName === null || limitName === name) &&
            (direction === null || direction === ends.direction) &&
            holds(source, ends.source) &&
            holds(destination, ends.destination),
        );
        expect(new MuteMatcher(mutes).covers(ofLimit(limitOf(name, 1, ends)))).toBe(isCovered);
      }),
    );
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
    expect(suppressionOf(alert({}), at(150))).toBeNull();
    expect(suppressionOf(alert({ muted: true }), at(150))).toBe('muted');
    expect(suppressionOf(alert({ snoozedUntilMs: at(200) }), at(199))).toBe('snoozed');
    expect(suppressionOf(alert({ snoozedUntilMs: at(200) }), at(200))).toBeNull();
  });

  const due = (parts: Partial<NotifiedAlert>, now: number, repeatMs: number | null = null): boolean =>
    isReminderDue(alert(parts), repeatMs, at(now)) &&
    suppressionOfKind(alert(parts), 'reminder', at(now)) === null;

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
