import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { AlertsTopic } from '../../../src-main/engine/notify/alerts-topic.ts';
import { NotifiedEvents } from '../../../src-main/engine/notify/notified-events.ts';
import { Brokers } from '../../../src-main/engine/log/kafka/brokers.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { episodeIn, ofLimit } from '../../support/store/episodes.ts';
import { limitOf } from '../../support/records/flows.ts';
import { describeKafka, kcat } from '../../support/kafka/kafka.ts';
import { testSettings, until } from '../../support/kafka/stream-run.ts';

const notification = (
  sequence: number,
  kind: 'firing' | 'resolved',
  startMs = 1_700_000_000_000,
): AlertNotification =>
  ({
    ...{ id: 'abc', sequence, kind, subject: ofLimit(limitOf('max', 1_000, { effectiveMs: epochMs(0) })) },
    ...episodeIn(startMs, startMs + 300_000, 1_001),
    ...{ atMs: epochMs(1_700_000_100_000), firedMs: epochMs(1_700_000_100_000), topPairs: [] },
  }) as unknown as AlertNotification;

/** Tells as the outbox does: again, while the cluster is not ready yet. */
async function deliver(topic: AlertsTopic, told: AlertNotification, attempts = 20): Promise<void> {
  try {
    await topic.deliver(told);
  } catch (thrown) {
    if (!MonitorError.from(thrown).retriable || attempts === 1) throw thrown;
    await sleep(250);
    await deliver(topic, told, attempts - 1);
  }
}

describeKafka('the alerts topic', {}, (cluster) => {
  const events = (topic: string): { key: string; value: Record<string, unknown> }[] =>
    kcat(cluster().brokers[0]!, [
      '-C',
      '-e',
      '-q',
      '-t',
      topic,
      '-f',
      '%k %s\n',
      '-X',
      'isolation.level=read_committed',
    ])
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({
        key: line.slice(0, line.indexOf(' ')),
        value: JSON.parse(line.slice(line.indexOf(' ') + 1)) as Record<string, unknown>,
      }));

  it('has each transition once as a CloudEvent, whatever was killed after it was sent', async () => {
    const settings = testSettings(cluster().brokers);
    const open = (): AlertsTopic =>
      new AlertsTopic({
        brokers: new Brokers(settings),
        topic: 'once',
        creation: settings.creation,
        ...{ agent: 'agent-1', group: 'checkers', clock: systemClock },
        events: new NotifiedEvents({ brokers: new Brokers(settings), topic: 'once', clock: systemClock }),
      });
    const first = open();
    await deliver(first, notification(3, 'firing'));
    // The process is gone before the outbox could note it; the next one is given the notification again.
    const second = open();
    await deliver(second, notification(3, 'firing'));
    await deliver(second, notification(7, 'resolved'));
    await deliver(second, notification(7, 'resolved'));
    await second.close();
    const third = open();
    await deliver(third, notification(7, 'resolved'));
    await third.close();
    await first.close();
    const told = events('once');
    expect(told.map(({ key, value }) => [key, value.id, value.type])).toEqual([
      ['abc', 'abc/firing', 'streamchecker.alert.firing'],
      ['abc', 'abc/resolved', 'streamchecker.alert.resolved'],
    ]);
    expect(told[0]!.value).toMatchObject({
      ...{
        specversion: '1.0',
        source: 'urn:streamchecker:agent-1',
        subject: 'abc',
        time: '2023-11-14T22:15:00.000Z',
      },
      datacontenttype: 'application/json',
      data: {
        ...{ id: 'abc', state: 'firing', observed: 1_001, limit: { name: 'max', value: 1_000 } },
        window: { start: '2023-11-14T22:13:20.000Z', end: '2023-11-14T22:18:20.000Z' },
      },
    });
  });

  /** Leaves an event in a transaction that nobody ends, as a killed process does. */
  const leaveOpen = async (transactionalId: string, topic: string, id: string): Promise<kafkajs.Producer> => {
    const producer = new Brokers(testSettings(cluster().brokers)).transactionalProducer(transactionalId);
    await producer.connect();
    const transaction = await producer.transaction();
    const value = JSON.stringify({ id, type: 'streamchecker.alert.firing', subject: id, time: '2023-11-14' });
    await transaction.send({ topic, acks: -1, messages: [{ key: id, value, partition: 0 }] });
    return producer;
  };

  it('is read to its end at once by who publishes again, whatever was left open since', async () => {
    const settings = testSettings(cluster().brokers);
    const known = new NotifiedEvents({ brokers: new Brokers(settings), topic: 'left', clock: systemClock });
    const topic = new AlertsTopic({
      ...{ brokers: new Brokers(settings), topic: 'left', creation: settings.creation, events: known },
      ...{ agent: 'agent-3', group: 'left', clock: systemClock },
    });
    await deliver(topic, notification(3, 'firing'));
    const killed = await leaveOpen('streamchecker-alerts-left', 'left', 'killed/firing');
    const other = await leaveOpen('somebody-else', 'left', 'other/firing');
    const sinceMs = Date.now();
    await topic.fence();
    await known.readToEnd();
    // The brokers end by themselves what is left open, after 10 to 20 s.
    expect(Date.now() - sinceMs).toBeLessThan(8_000);
    await deliver(topic, notification(4, 'resolved'));
    const fresh = new NotifiedEvents({ brokers: new Brokers(settings), topic: 'left', clock: systemClock });
    await fresh.readToEnd();
    const ids = ['abc/firing', 'abc/resolved', 'killed/firing', 'other/firing'];
    for (const events of [known, fresh])
      expect(ids.filter((id) => events.offsetOf(id) !== undefined)).toEqual(['abc/firing', 'abc/resolved']);
    await Promise.all([topic.close(), known.close(), fresh.close()]);
    for (const producer of [killed, other]) await producer.disconnect();
  });

  it('is not held up by an alert of a time that no date can hold', async () => {
    const settings = testSettings(cluster().brokers);
    const topic = new AlertsTopic({
      ...{ brokers: new Brokers(settings), topic: 'far', creation: settings.creation },
      ...{ agent: 'agent-2', group: 'far', clock: systemClock },
      events: new NotifiedEvents({ brokers: new Brokers(settings), topic: 'far', clock: systemClock }),
    });
    await deliver(topic, notification(3, 'firing', 9e15));
    await deliver(topic, notification(4, 'resolved'));
    await topic.close();
    expect(events('far')).toMatchObject([{ key: 'abc' }, { key: 'abc' }]);
  });

  it('gets nothing while all is within limits, then a breach and its end from `check`', async () => {
    using folder = new TemporaryFolder();
    writeFileSync(
      folder.file('limits.json'),
      JSON.stringify([{ limit_name: 'max', limit_value: 1_000, effective_date: '2020-01-01' }]),
    );
    const broker = cluster().brokers[0]!;
    const check = new CommandLine([
      ...[
        'check',
        '--brokers',
        broker,
        '--topic',
        'watched',
        '--alerts-topic',
        'watched-alerts',
        '--window',
        '3s',
        '--lateness',
        '0',
      ],
      ...['--limits', folder.file('limits.json'), '--data-dir', folder.file('data'), '--format', 'json'],
    ]);
    try {
      await until(() => kcat(broker, ['-L']).includes('"watched"'));
      kcat(broker, ['-P', '-t', 'watched', '-K', '|'], '10.0.0.1,10.0.0.2|900\n');
      await check.until(({ lines }) => lines.some((line) => line.includes('"bytes":900')));
      expect(kcat(broker, ['-L'])).not.toContain('"watched-alerts"');
      kcat(broker, ['-P', '-t', 'watched', '-K', '|'], '10.0.0.1,10.0.0.2|1001\n');
      await until(
        () => kcat(broker, ['-L']).includes('"watched-alerts"') && events('watched-alerts').length >= 2,
        25_000,
      );
      const [firing, resolved] = events('watched-alerts');
      expect(firing!.value.type).toBe('streamchecker.alert.firing');
      expect(resolved!.value.type).toBe('streamchecker.alert.resolved');
      expect(resolved!.value.subject).toBe(firing!.value.subject);
      expect(check.alerts().map(({ id }) => id)).toContain(firing!.value.subject);
    } finally {
      check.kill('SIGTERM');
      await check.end();
    }
  });
});
