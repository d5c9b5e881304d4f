import { cpSync, writeFileSync } from 'node:fs';
import kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import {
  alternatingBytes,
  alternatingMax,
  alternatingMs,
  AlternatingTraffic,
} from '../../helpers/alternating-traffic.ts';
import { CommandLine } from '../../helpers/command-line.ts';
import { describeKafka, kcat } from '../../helpers/kafka.ts';
import { Owned } from '../../helpers/owned.ts';
import { recordsPerBatch, sampleFlows, sampleFromMs, sampleTotals } from '../../helpers/sample-stream.ts';
import { TestConsumer, TestProducer, testSettings, until } from '../../helpers/stream-run.ts';

const packetsOf = (batches: number): number => sampleTotals(batches).packets;
/** How often the active checker is killed; the issue asks for two hundred, now and then. */
const kills = Number(process.env.STREAMCHECKER_KILLS ?? 2);

/** Records of a topic that its group's offsets are behind its end. */
async function lagOf(brokers: string[], topic: string, partitions: number): Promise<number> {
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    const [stored] = await admin.fetchOffsets({ groupId: `${topic}-checkers`, topics: [topic] });
    const offsetOf = (partition: number): number =>
      Number(stored!.partitions.find((one) => one.partition === partition)!.offset);
    expect(ends).toHaveLength(partitions);
    return ends.reduce((sum, { partition, offset }) => sum + Number(offset) - offsetOf(partition), 0);
  } finally {
    await admin.disconnect();
  }
}

interface AlertEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly window: { readonly start: string }; readonly began: { readonly start: string } };
}

describeKafka('the checkers of one group', {}, (cluster) => {
  const owned = new Owned();
  const limits = (): string => {
    const file = `${owned.folder()}/limits.json`;
    const rows = [{ limit_name: 'max', limit_value: alternatingMax, effective_date: '2020-01-01' }];
    writeFileSync(file, JSON.stringify(rows));
    return file;
  };
  let topics = 0;
  /** Another one for each attempt: on the topic of one that failed, its agent is silent. */
  const topicOf = (name: string): string => `${name}-${++topics}`;
  const settingsOf = (topic: string, partitions: number) =>
    testSettings(cluster().brokers, {
      topic,
      group: `${topic}-checkers`,
      creation: { allowed: true, partitions, replication: 1, retentionMs: null },
    });
  const checkIn = (topic: string, dataDir: string, limitsFile: string): CommandLine =>
    new CommandLine(
      [
        ...['check', '--brokers', cluster().brokers[0]!, '--topic', topic],
        ...['--alerts-topic', `${topic}-alerts`, '--window', `${alternatingMs}ms`, '--lateness', '0'],
        ...['--limits', limitsFile, '--format', 'json', '--pairs', '0', '--data-dir', dataDir],
      ],
      { env: { STREAMCHECKER_KAFKA_GROUP: `${topic}-checkers` } },
    );
  const eventsOf = (topic: string): AlertEvent[] =>
    kcat(cluster().brokers[0]!, [
      ...['-C', '-e', '-q', '-t', `${topic}-alerts`, '-X', 'isolation.level=read_committed'],
    ])
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as AlertEvent);
  /** Starts of the windows above the limit that one more window followed, as far as both were published whole. */
  const breaches = ({ firstMs, endMs }: AlternatingTraffic): number[] => {
    const starts: number[] = [];
    for (let ms = Math.ceil(firstMs / alternatingMs) * alternatingMs; ms + 2 * alternatingMs <= endMs;)
      starts.push((ms += alternatingMs) - alternatingMs);
    return starts.filter((ms) => alternatingBytes(ms) > alternatingMax);
  };
  const startsOf = (events: readonly AlertEvent[], kind: string): number[] =>
    events
      .filter(({ type }) => type === `streamchecker.alert.${kind}`)
      .map(({ data }) => Date.parse(data.window.start))
      .sort((a, b) => a - b);
  /** Each breach has one event of its beginning and one of its end; beside it, at most, windows at both ends of it all. */
  const expectEachOnce = async (topic: string, traffic: AlternatingTraffic): Promise<void> => {
    const expected = breaches(traffic);
    await expect
      .poll(() => startsOf(eventsOf(topic), 'resolved').length, { timeout: 30_000, interval: 500 })
      .toBeGreaterThanOrEqual(expected.length);
    const events = eventsOf(topic);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const isWhole = (ms: number): boolean => expected.includes(ms);
    expect(startsOf(events, 'firing').filter(isWhole)).toEqual(expected);
    expect(startsOf(events, 'resolved').filter(isWhole)).toEqual(expected);
    expect(startsOf(events, 'firing').length - expected.length).toBeLessThanOrEqual(2);
  };
  /**
   * What a checker printed is right and exact in every window that was published whole; in the first ones, the agent
   * may not have been known.
   */
  const expectExact = (check: CommandLine, { firstMs, endMs }: AlternatingTraffic): number => {
    const whole = check
      .windows()
      .filter(({ start }) => Date.parse(start) >= firstMs + 2 * alternatingMs)
      .filter(({ end }) => Date.parse(end) <= endMs);
    expect(whole.map(({ start, bytes, exact }) => [start, bytes, exact])).toEqual(
      whole.map(({ start }) => [start, alternatingBytes(Date.parse(start)), true]),
    );
    return whole.length;
  };

  it('each sum all partitions, whoever comes and goes, to the byte', async () => {
    const settings = settingsOf(topicOf('shared'), 6);
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    let sent = 0;
    const publish = async (batches: number): Promise<void> => {
      for (const end = sent + batches; sent < end; sent++)
        await producer.publish(sampleFromMs(sent), sampleFlows(sent));
      await producer.sent();
    };
    await publish(100);
    const staying = owned.own(new TestConsumer(owned.folder(), settings));
    await until(() => staying.totals.packets === packetsOf(100));
    const leaving = owned.own(new TestConsumer(owned.folder(), settings));
    await publish(200);
    await until(() => [staying, leaving].every(({ totals }) => totals.packets === packetsOf(300)), 60_000);
    await until(() => leaving.election.status.role === 'standby', 30_000);
    expect(staying.election.status.role).toBe('active');
    await owned.stop(staying);
    await until(() => leaving.election.status.role === 'active', 30_000);
    await publish(200);
    await until(() => leaving.totals.packets === packetsOf(500), 60_000);
    expect(sent * recordsPerBatch).toBe(500 * recordsPerBatch);
    expect(leaving.totals).toEqual(sampleTotals(500));
    expect(leaving.deadLetters()).toEqual([]);
  }, 180_000);

  it.each([1, 8])(
    'print the same windows, and one notifies, over partitions: %i',
    async (partitions) => {
      const topic = topicOf(`pair-${partitions}`);
      const [first, second, limitsFile] = [owned.folder(), owned.folder(), limits()];
      const traffic = owned.own(new AlternatingTraffic(owned.folder(), settingsOf(topic, partitions)));
      const active = checkIn(topic, first, limitsFile);
      await active.until(({ lines }) => lines.some((line) => line.includes('"firing"')), 60_000);
      const standby = checkIn(topic, second, limitsFile);
      await standby.until(({ errors }) => errors.includes('Standby: '), 60_000);
      const printed = standby.windows().length;
      await standby.until((run) => run.windows().length >= printed + 4, 60_000);
      expect(standby.alerts()).toEqual([]);
      await owned.stop(traffic);
      await expectEachOnce(topic, traffic);
      // For tools that show a group's lag.
      const lag = (): Promise<number> => lagOf(cluster().brokers, topic, partitions);
      await expect.poll(lag, { timeout: 30_000, interval: 500 }).toBe(0);
      for (const check of [active, standby]) {
        check.kill('SIGTERM');
        await check.end();
      }
      expect(expectExact(active, traffic)).toBeGreaterThan(1);
      expect(expectExact(standby, traffic)).toBeGreaterThan(1);
    },
    180_000,
  );

  it(
    'lose no alert and notify of none twice when the active one is killed again and again',
    async () => {
      const topic = topicOf('killed');
      const [first, second, limitsFile] = [owned.folder(), owned.folder(), limits()];
      const traffic = owned.own(new AlternatingTraffic(owned.folder(), settingsOf(topic, 3)));
      let active = { folder: first, check: checkIn(topic, first, limitsFile) };
      await active.check.until((run) => run.alerts().length > 0, 60_000);
      let standby = { folder: second, check: checkIn(topic, second, limitsFile) };
      await standby.check.until(({ errors }) => errors.includes('Standby: '), 60_000);
      const tookMs: number[] = [];
      for (let kill = 0; kill < kills; kill++) {
        const killedMs = Date.now();
        active.check.kill('SIGKILL');
        await active.check.end();
        await standby.check.until((run) => run.alerts().length > 0, 60_000);
        tookMs.push(Date.now() - killedMs);
        expectExact(active.check, traffic);
        const restarted = { folder: active.folder, check: checkIn(topic, active.folder, limitsFile) };
        [active, standby] = [standby, restarted];
        await standby.check.until(({ errors }) => errors.includes('Standby: '), 60_000);
      }
      await owned.stop(traffic);
      await expectEachOnce(topic, traffic);
      for (const { check } of [active, standby]) {
        check.kill('SIGTERM');
        await check.end();
        expectExact(check, traffic);
      }
      console.log(`took over after ${tookMs.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`);
      // Ten seconds at most; the rest is for a machine that is busy with much else.
      expect(Math.max(...tookMs)).toBeLessThan(20_000);
    },
    100_000 + kills * 30_000,
  );

  it('say so where one runs on a copy of the data folder of another one, which notifies', async () => {
    const topic = topicOf('copied');
    const [original, copy, limitsFile] = [owned.folder(), owned.folder(), limits()];
    const traffic = owned.own(new AlternatingTraffic(owned.folder(), settingsOf(topic, 2)));
    const before = checkIn(topic, original, limitsFile);
    await before.until((run) => run.alerts().length > 0, 60_000);
    before.kill('SIGTERM');
    await before.end();
    cpSync(original, copy, { recursive: true });
    const active = checkIn(topic, original, limitsFile);
    await active.until((run) => run.alerts().length > 0, 60_000);
    const second = checkIn(topic, copy, limitsFile);
    await second.until(({ errors }) => errors.includes('runs on a copy of this data folder'), 60_000);
    await active.until(({ errors }) => errors.includes('runs on a copy of this data folder'), 60_000);
    const printed = second.windows().length;
    await second.until((run) => run.windows().length >= printed + 3, 60_000);
    expect(second.alerts()).toEqual([]);
    await owned.stop(traffic);
    await expectEachOnce(topic, traffic);
    for (const check of [active, second]) {
      check.kill('SIGTERM');
      await check.end();
    }
  }, 180_000);
});
