import { describe, expect, it } from 'vitest';
import { type GroupSubject, isGroup, type NotificationKind } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { fewBound, gatherMs } from '../../../src-main/engine/notify/notification-groups.ts';
import { notificationAgeMs } from '../../../src-main/engine/notify/outbox.ts';
import { payloadOf, sentenceOf } from '../../../src-main/engine/notify/receivers/notification-payload.ts';
import { PendingNotifications } from '../../../src-main/engine/notify/pending-notifications.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';
import { episodeIn, limitIn, ofAgent, ofLimit } from '../../support/store/episodes.ts';
import { limitOf } from '../../support/records/flows.ts';
import { memoryOutbox, notification } from './notifications.ts';

/** What one receiver has yet to get, over a real outbox. */
function setUp(isRecord = false) {
  const outbox = memoryOutbox();
  const clock = new FakeClock(notificationAgeMs);
  const reader = { name: 'reader', isRecord };
  outbox.begin([reader]);
  const pending = new PendingNotifications({ outbox, reader, clock });
  const host = (i: number): string => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
  /** Alerts of as many hosts, with numbers from `first` on. */
  const add = (count: number, first = 0, kind: NotificationKind = 'firing', windowMs = 0): void => {
    for (let i = first; i < first + count; i += 1) {
      const limit = limitOf('max', 5, { source: host(i) });
      const episode = episodeIn(windowMs, windowMs + 10, 7 + i);
      outbox.add({ ...notification(`${i}`, clock.now()), ...episode, kind, subject: ofLimit(limit) });
    }
  };
  /** Takes all that is due: ids, and the counts of groups. */
  const take = async (): Promise<string[]> => {
    const got: string[] = [];
    for (;;) {
      await pending.fill();
      const due = pending.due();
      if (due.length === 0) return got;
      for (const message of due) {
        const what = isGroup(message) ? `${message.count} ${wordOf(message.subject)}` : message.id;
        got.push(message.kind === 'firing' ? what : `${message.kind} ${what}`);
        pending.settle(message.sequence);
      }
    }
  };
  const taken = (): number => outbox.mark('reader').taken;
  return { outbox, clock, pending, add, take, taken };
}

const wordOf = (subject: GroupSubject): string => (subject.kind === 'agent' ? 'agents' : subject.scope);

describe('alerts of one window', () => {
  it('come as one where they are 12,000 at once, and none is lost', async () => {
    const { pending, add, taken } = setUp();
    add(12_000);
    await pending.fill();
    const [group, ...more] = pending.due();
    expect(more).toEqual([]);
    expect(group).toMatchObject({
      ...{ kind: 'firing', count: 12_000, sequence: 12_000 },
      subject: { kind: 'limit', limitName: 'max', scope: 'hosts' },
      window: { startMs: 0, endMs: 10 },
    });
    expect(isGroup(group!) && group.largest.map(({ id }) => id)).toEqual([
      ...['11999', '11998', '11997', '11996', '11995'],
    ]);
    expect(pending.backlog()).toEqual({ waiting: 12_000, lost: 0, refused: 0 });
    pending.settle(group!.sequence);
    expect([taken(), pending.backlog().waiting]).toEqual([12_000, 0]);
  });

  it('come each by itself where a record is kept, few at a time', async () => {
    const { pending, add, take } = setUp(true);
    add(12_000);
    await pending.fill();
    expect(pending.due().length).toBeLessThanOrEqual(100);
    expect(await take()).toEqual(Array.from({ length: 12_000 }, (_, i) => `${i}`));
    expect(pending.backlog()).toEqual({ waiting: 0, lost: 0, refused: 0 });
  });

  it('come one by one as long as they are few', async () => {
    const { add, take } = setUp();
    add(fewBound);
    expect(await take()).toEqual(['0', '1', '2', '3']);
  });

  it('that follow many come as one, gathered for half a minute', async () => {
    const { clock, add, take, taken } = setUp();
    add(6);
    expect(await take()).toEqual(['6 hosts']);
    add(1, 6);
    add(2, 7);
    expect(await take()).toEqual([]);
    clock.advance(gatherMs);
    expect(await take()).toEqual(['3 hosts']);
    expect(taken()).toBe(9);
  });

  it('that come drop by drop come as one after the first few', async () => {
    const { clock, add, take } = setUp();
    const got: string[][] = [];
    for (let i = 0; i < 40; i += 1) {
      add(1, i);
      got.push(await take());
      clock.advance(1_000);
    }
    expect(got.flat()).toEqual(['0', '1', '2', '3', '4', '30 hosts']);
  });

  it('do not hold up another window, and are all handed over at the end', async () => {
    const { pending, add, take, taken } = setUp();
    add(6);
    await take();
    add(2, 6);
    add(1, 8, 'firing', 10);
    expect([await take(), taken()]).toEqual([['8'], 6]);
    pending.flush();
    expect([await take(), taken()]).toEqual([['2 hosts'], 9]);
  });

  it('never come after their end', async () => {
    const { add, take } = setUp();
    add(6);
    await take();
    add(2, 6);
    add(1, 6, 'resolved');
    expect(await take()).toEqual(['2 hosts', 'resolved 6']);
  });

  it.each([
    ['hosts', [{ source: '10.0.0.1' }, { source: '10.0.0.2' }]],
    ['pairs', [{ source: '10.0.0.1', destination: '10.0.0.2' }]],
    ['totals', [{ source: '10.0.0.0/8' }]],
    ['totals', [{ source: '10.0.0.1' }, { source: '10.0.0.1', destination: '10.0.0.2' }]],
  ] as const)('are called %s by what their limits are about', async (scope, scopes) => {
    const { outbox, pending } = setUp();
    for (let i = 0; i < 6; i += 1) {
      const limit = limitOf('max', 5, scopes[i % scopes.length]);
      outbox.add({ ...notification(`${i}`, notificationAgeMs), subject: ofLimit(limit) });
    }
    await pending.fill();
    expect(pending.due()).toMatchObject([{ subject: { limitName: 'max', scope }, count: 6 }]);
  });
});

describe('agents that fall silent', () => {
  it('come as one where they are 100 at once, and so do those that come back', async () => {
    const { outbox, clock, pending, take, taken } = setUp();
    const add = (kind: NotificationKind, count: number): void => {
      for (let i = 0; i < count; i += 1) {
        const subject = ofAgent(`agent-${i}`);
        // Some were heard for the last time before the border of a window.
        const began = { startMs: epochMs(10 * (i % 2)), endMs: epochMs(10 * (i % 2) + 10) };
        const episode = { ...episodeIn(10, 20, 0), window: began, began };
        outbox.add({ ...notification(`${i}`, clock.now()), ...episode, kind, subject });
      }
    };
    add('firing', 100);
    await pending.fill();
    const [group, ...more] = pending.due();
    expect(more).toEqual([]);
    expect(group).toMatchObject({ subject: { kind: 'agent' }, count: 100, window: { startMs: 10 } });
    expect(isGroup(group!) && group.largest.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4']);
    expect(sentenceOf(group!)).toBe(
      'ALERT: no report from 100 agents in the window 1970-01-01T00:00:00.010Z to 1970-01-01T00:00:00.020Z ' +
        '(agent-0, agent-1, agent-2, ...)',
    );
    expect(payloadOf(group!)).toMatchObject({
      ...{ type: 'alerts', state: 'firing', count: 100, subject: 'agents', limit: null },
      largest: Array.from({ length: 5 }, (_, i) => ({ type: 'alert', limit: null, agent: `agent-${i}` })),
    });
    pending.settle(group!.sequence);
    add('resolved', 100);
    expect([await take(), taken()]).toEqual([['resolved 100 agents'], 200]);
  });

  it('are not taken together with breaches of the same window', async () => {
    const { outbox, clock, add, take } = setUp();
    add(3);
    for (let i = 0; i < 3; i += 1)
      outbox.add({ ...notification(`agent ${i}`, clock.now()), subject: ofAgent(`${i}`) });
    expect(await take()).toEqual(['0', '1', '2', 'agent 0', 'agent 1', 'agent 2']);
  });

  it('are told one by one in words of ASCII', () => {
    const silent = { ...notification('a'), sequence: 1, subject: ofAgent('Büro\n1') };
    expect(sentenceOf(silent)).toBe(
      'ALERT: no report from agent B?ro?1 since the window 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:00.010Z (id a)',
    );
    const over = { ...silent, kind: 'resolved', windows: 3 } as const;
    expect(sentenceOf(over)).toMatch(/^resolved: no report from agent .*, for 3 windows \(id a\)$/);
    expect(payloadOf(over)).toMatchObject({ limit: null, agent: 'Büro\n1', observed: null, pairs: [{}] });
  });
});

describe('what waits for a receiver', () => {
  it('is lost by age alone, and counted', async () => {
    const { clock, pending, outbox, add, take, taken } = setUp();
    outbox.add({ ...notification('muted', clock.now()), suppressed: 'muted' });
    add(30_000);
    await pending.fill();
    pending.due();
    clock.advance(notificationAgeMs - 1);
    add(2, 30_000);
    expect(pending.backlog()).toMatchObject({ waiting: 30_002, lost: 0 });
    clock.advance(2);
    expect(await take()).toEqual(['2 hosts']);
    expect(pending.backlog()).toEqual({ waiting: 0, lost: 30_000, refused: 0 });
    expect(taken()).toBe(30_003);
  });

  it('goes on where it was in the next run, also behind something that was still waiting', async () => {
    const { outbox, clock, pending, add, taken } = setUp();
    add(3);
    await pending.fill();
    const [first, second] = pending.due();
    pending.settle(second!.sequence);
    expect(taken()).toBe(0);
    pending.settle(first!.sequence);
    expect(taken()).toBe(2);
    const next = new PendingNotifications({ outbox, clock, reader: { name: 'reader', isRecord: false } });
    await next.fill();
    expect(next.due()).toMatchObject([{ id: '2' }]);
  });

  it('stays due until it is settled', async () => {
    const { pending, add } = setUp();
    add(6);
    await pending.fill();
    const [group] = pending.due();
    add(1, 6);
    await pending.fill();
    expect(pending.due()).toEqual([group]);
    pending.settle(group!.sequence, 'refused');
    expect(pending.backlog()).toEqual({ waiting: 1, lost: 0, refused: 6 });
  });
});

it('a breach of a minimum by next to nothing is told as silence', () => {
  const limit = { ...limitIn(notification('a')), name: 'min', value: 1_000_000 } as const;
  const told = (observed: number): string =>
    sentenceOf({ ...notification('a'), sequence: 1, subject: ofLimit(limit), observed });
  expect(told(272)).toMatch(/^ALERT: silent but for 272 bytes, against min 1000000 in the window /);
  expect(told(0)).toMatch(/^ALERT: no traffic against min 1000000 in the window /);
  expect(told(65_537)).toMatch(/^ALERT: 65537 bytes against min 1000000 in the window /);
});
