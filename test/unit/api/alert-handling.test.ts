import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert, AlertState, Mute } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { AlertHandling } from '../../../src-main/engine/api/alert-handling.ts';
import { DataFolder } from '../../../src-main/engine/store/data-folder.ts';
import type { Series } from '../../../src-main/engine/store/series-repository.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { limitOf } from '../../support/records/flows.ts';
import { checkpointOf } from '../../support/store/checkpoints.ts';
import { notification } from '../notify/notifications.ts';
import { ofLimit, scopeOf } from '../../support/store/episodes.ts';

let path: string;
let folder: DataFolder;
let series: Series;
let handling: AlertHandling;
let handled: Alert[];
let mutes: (readonly Mute[])[];
const clock = new FakeClock(1_000_000);
const ada = 'a'.repeat(32);
const people = { name: 'people', isRecord: false };

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'streamchecker-handling-'));
  folder = DataFolder.lock(path);
  series = folder.series.open('live', { sizeMs: 10, slideMs: 10 }, epochMs(0));
  folder.outbox.begin([people]);
  start();
});
afterEach(() => {
  folder.dispose();
  rmSync(path, { recursive: true, force: true });
});

/** Begins a run of the engine on what is stored. */
function start(repeatMs: number | null = null): void {
  handling = new AlertHandling({ folder, series, clock, repeatMs });
  [handled, mutes] = [[], []];
  handling.onAlertHandled((alert) => handled.push(alert));
  handling.onMutesChanged((now) => mutes.push(now));
}

/** Commits an alert's transition, as the consumer does. */
function transition(state: AlertState, id = ada): void {
  const { kind: _, suppressed: __, ...facts } = notification(id, clock.now());
  const alert = { ...facts, state, subject: ofLimit(limitOf('max', 5, { source: '10.1.2.3' })) };
  folder.checks(series, true).commit(checkpointOf({ alerts: [alert] }));
  handling.pass(alert);
}

/** What people are told since they were last. */
function told(): string[] {
  const news = folder.outbox.after('people', folder.outbox.mark('people').taken, 99);
  const last = news.at(-1);
  if (last) folder.outbox.take('people', last.sequence);
  return news.map(({ kind }) => kind);
}

/** Does something on the same folder, as another process. */
function elsewhere(act: (other: DataFolder) => void): void {
  const other = DataFolder.share(path);
  act(other);
  other.dispose();
}

describe('the alerts that are firing', () => {
  const ids = Array.from({ length: 12 }, (_, i) => i.toString(16).padStart(32, '0'));

  it('are counted; the newest few are at hand, and all of them by pages', () => {
    for (const id of ids) {
      clock.advance(1);
      transition('firing', id);
    }
    expect([handling.firingCount, handling.firing.map(({ id }) => id)]).toEqual([12, ids.slice(-8)]);
    const pages = [0, 5, 10].map((offset) => handling.firingPage({ offset, count: 5 }).map(({ id }) => id));
    expect(pages.flat()).toEqual(ids.toReversed());
    transition('resolved', ids[11]);
    expect([handling.firingCount, handling.firing.at(-1)?.id]).toEqual([11, ids[10]]);
  });

  it('are read again only when one of them, or a mute, has changed', () => {
    transition('firing');
    const { firing } = handling;
    expect(handling.firing).toBe(firing);
    clock.advance(1_000);
    handling.look();
    handling.look();
    const looked = handling.firing;
    handling.look();
    expect(handling.firing).toBe(looked);
    elsewhere((other) => other.alerts.acknowledge(ada, 'ada', 'c'.repeat(1_000), clock.now()));
    handling.look();
    expect(handling.firing[0]?.acknowledged?.comment).toHaveLength(200);
    expect(handled.at(-1)?.acknowledged?.comment).toHaveLength(1_000);
    const mute = handling.mute(scopeOf({ source: '10.0.0.0/8' }), null);
    expect(handling.firing[0]?.muted).toBe(true);
    handling.unmute(mute.id);
    expect(handling.firing[0]?.muted).toBe(false);
  });
});

describe('an alert', () => {
  it('that is acknowledged says so, by whom and why, also after its end and a restart', () => {
    transition('firing');
    const alert = handling.acknowledge(ada, 'a backup');
    expect(alert.acknowledged).toEqual({
      by: expect.any(String) as string,
      atMs: clock.now(),
      comment: 'a backup',
    });
    expect(handled.at(-1)).toEqual(alert);
    transition('resolved');
    start();
    expect(handling.newest(9)).toMatchObject([{ state: 'resolved', acknowledged: { comment: 'a backup' } }]);
  });

  it('is repeated until it is acknowledged', () => {
    start(50);
    transition('firing');
    for (let i = 0; i < 12; i += 1) {
      clock.advance(10);
      handling.look();
    }
    expect(told()).toEqual(['firing', 'reminder', 'reminder']);
    handling.acknowledge(ada, '');
    clock.advance(1_000);
    expect(handling.look()).toBe(0);
    transition('resolved');
    expect(told()).toEqual(['resolved']);
  });

  it('that is snoozed is told again when that is over, also after a restart', () => {
    transition('firing');
    handling.snooze(ada, epochMs(clock.now() + 100));
    clock.advance(99);
    expect([handling.look(), told()]).toEqual([0, ['firing']]);
    start();
    clock.advance(1);
    expect([handling.look(), handling.look(), told()]).toEqual([1, 0, ['reminder']]);
  });

  it('that ends while it is snoozed is not told', () => {
    transition('firing');
    handling.snooze(ada, epochMs(clock.now() + 100));
    transition('resolved');
    expect(told()).toEqual(['firing']);
  });

  it('that fires under a mute is told when the mute is over, or never if it ends before', () => {
    handling.mute(scopeOf({ source: '10.0.0.0/8' }), epochMs(clock.now() + 100));
    transition('firing', 'b'.repeat(32));
    transition('firing');
    transition('resolved', 'b'.repeat(32));
    expect([handling.look(), told()]).toEqual([0, []]);
    expect(handling.firing).toMatchObject([{ muted: true }]);
    clock.advance(100);
    expect([handling.look(), handling.look(), told()]).toEqual([1, 0, ['reminder']]);
    expect(handled.at(-1)).toMatchObject({ id: ada, muted: false });
    transition('resolved');
    expect(told()).toEqual(['resolved']);
  });

  it('that was firing before this version is not told again', () => {
    folder.connection.exec('DELETE FROM alert_handling');
    transition('firing');
    expect(told()).toEqual(['firing']);
    expect(handling.look()).toBe(0);
  });

  it('is found by the beginning of its id, if that is of one alone', () => {
    transition('firing', `ab${'0'.repeat(30)}`);
    transition('firing', `ac${'0'.repeat(30)}`);
    const find = (prefix: string) => folder.alerts.find(prefix, clock.now()).id;
    expect(find('ab')).toBe(`ab${'0'.repeat(30)}`);
    expect(() => find('a')).toThrow('More than one alert has');
    for (const none of ['b', '', "'", 'AB']) expect(() => find(none)).toThrow('No alert has');
  });
});

describe('another process', () => {
  it('acknowledges, snoozes and mutes: that is seen at the next look, once', () => {
    transition('firing');
    elsewhere((other) => {
      other.alerts.acknowledge(ada, 'grace', 'known', clock.now());
      other.alerts.snooze(ada, epochMs(clock.now() + 5));
      other.mutes.add(scopeOf({ limitName: 'max' }), null, clock.now());
    });
    handling.look();
    handling.look();
    expect(handled).toMatchObject([{ acknowledged: { by: 'grace' }, muted: true }]);
    expect(mutes).toMatchObject([[{ id: 1, limitName: 'max', untilMs: null }]]);
  });
});

describe('mutes', () => {
  it('are listed until they are over or removed', () => {
    const everything = scopeOf();
    const first = handling.mute({ ...everything, source: '10.1.2.3/8' }, epochMs(clock.now() + 10));
    const second = handling.mute(everything, null);
    expect(first.source).toBe('10.0.0.0/8');
    expect(handling.mutes).toEqual([first, second]);
    clock.advance(10);
    expect(handling.mutes).toEqual([second]);
    handling.look();
    handling.unmute(second.id);
    expect(mutes).toEqual([[first], [first, second], [second], []]);
    expect(() => handling.unmute(second.id)).toThrow('There is no mute 2');
    expect(() => handling.mute({ ...everything, source: '@office' }, null)).toThrow(
      'There is no group of networks @office: a mute on it would cover nothing',
    );
    folder.networks.note({ home: ['auto'], groups: { office: ['10.1.0.0/16'] } }, []);
    const office = handling.mute({ ...everything, source: '@office', direction: 'in' }, null);
    expect(handling.mutes).toEqual([office]);
    expect(office).toMatchObject({ source: '@office', direction: 'in' });
    expect(() => handling.mute({ ...everything, source: 'here' }, null)).toThrow(
      '"here" is not an IP address',
    );
  });
});
