import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, expect, it } from 'vitest';
import { Brokers } from '../../../src-main/engine/log/kafka/brokers.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { flow } from '../../support/records/flows.ts';
import { describeKafka, kcat } from '../../support/kafka/kafka.ts';
import { TestConsumer, TestProducer, testSettings, until } from '../../support/kafka/stream-run.ts';

const nowMs = Math.floor(Date.now() / 10_000) * 10_000 - 10_000;

describeKafka('the record topic', {}, (cluster) => {
  const opened: { stop(): Promise<void> }[] = [];
  const folders: TemporaryFolder[] = [];
  const folder = (): string => {
    const made = new TemporaryFolder();
    folders.push(made);
    return made.path;
  };
  const own = <T extends { stop(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.stop();
    for (const one of folders.splice(0)) one[Symbol.dispose]();
  });
  const settingsFor = (topic: string, partitions = 6) =>
    testSettings(cluster().brokers, {
      topic,
      creation: { allowed: true, partitions, replication: 1, retentionMs: null },
    });

  it('is read by kcat as it is documented', async () => {
    const settings = settingsFor('to-kcat');
    const producer = own(new TestProducer(folder(), settings, 'agent-1'));
    await producer.publish(1_700_000_000_000, [flow('10.0.0.1', '10.0.0.2', 1_500, 3)]);
    await producer.publish(1_700_000_001_000, [flow('2001:db8::1', '::1', 40, 1)]);
    await producer.sent();
    const read = kcat(cluster().brokers[0]!, ['-C', '-e', '-q', '-t', 'to-kcat', '-f', '%T %k %s\n'])
      .trim()
      .split('\n');
    expect(read.sort()).toEqual([
      '1700000000000 10.0.0.1,10.0.0.2 {"v":2,"source":"10.0.0.1","destination":"10.0.0.2","bytes":1500,"packets":3,' +
        '"from":1700000000000,"to":1700000001000,"interface":"eth0","agent":"agent-1","epoch":1,"sequence":0}',
      '1700000001000 2001:db8::1,::1 {"v":2,"source":"2001:db8::1","destination":"::1","bytes":40,"packets":1,' +
        '"from":1700000001000,"to":1700000002000,"interface":"eth0","agent":"agent-1","epoch":1,"sequence":1}',
    ]);
  });

  it.each(['zstd', 'gzip', 'none'] as const)(
    'is read by kcat in mode packet, with its headers: compressed with %s',
    async (compression) => {
      const topic = `lengths-${compression}`;
      const settings = { ...settingsFor(topic, 1), mode: 'packet' as const, compression };
      const producer = own(new TestProducer(folder(), settings, 'agent-1'));
      await producer.publish(1_700_000_000_000, [
        flow('10.0.0.1', '10.0.0.2', 1_500),
        flow('10.0.0.3', '0.0.0.0', 0),
      ]);
      await producer.publish(1_700_000_001_000, [flow('2001:db8::1', '::ffff:10.0.0.1', 40)]);
      await producer.sent();
      const read = kcat(cluster().brokers[0]!, [
        '-C',
        '-e',
        '-q',
        '-t',
        topic,
        '-f',
        '%o %T %k %s %h\n',
      ]).trim();
      expect(read.split('\n')).toEqual([
        '0 1700000000000 10.0.0.1,10.0.0.2 1500 agent=agent-1,epoch=1,sequence=0',
        '1 1700000000000 10.0.0.3,0.0.0.0 0 agent=agent-1,epoch=1,sequence=1',
        '2 1700000001000 2001:db8::1,::ffff:10.0.0.1 40 agent=agent-1,epoch=1,sequence=2',
      ]);
    },
  );

  it('has values that fit their schema', async () => {
    const settings = settingsFor('to-schema');
    const producer = own(new TestProducer(folder(), settings));
    const flows = [
      flow('0.0.0.0', '255.255.255.255', 0, 1),
      flow('10.0.0.1', '10.0.0.2', Number.MAX_SAFE_INTEGER - 1, 2 ** 40),
    ];
    await producer.publish(nowMs, flows);
    await producer.publish(0, [flow('::ffff:192.0.2.1', 'fe80::1', 1_500, 3)]);
    await producer.sent();
    const schema = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../docs/flow-record.schema.json'), 'utf8'),
    ) as object;
    const fits = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    const values = kcat(cluster().brokers[0]!, ['-C', '-e', '-q', '-t', 'to-schema', '-f', '%s\n']).trim();
    const read = values.split('\n').map((value) => JSON.parse(value) as Record<string, unknown>);
    expect(read).toHaveLength(3);
    for (const value of read) {
      expect(fits(value) ? [] : fits.errors).toEqual([]);
      // Nothing is in a value that the schema does not name.
      expect(Object.keys(value)).toEqual(Object.keys((schema as { properties: object }).properties));
    }
  });

  it('may be written by kcat: lengths are summed by their key, what is not a length becomes a dead letter', async () => {
    const settings = settingsFor('from-kcat', 3);
    const broker = cluster().brokers[0]!;
    const consumer = own(new TestConsumer(folder(), settings));
    await until(() => consumer.stream.status(consumer.checker.positions, 0 as never).state === 'connected');
    const lines = Array.from({ length: 300 }, (_, i) => `10.0.0.${i % 7},10.0.1.1|${60 + i}`);
    kcat(
      broker,
      ['-P', '-t', 'from-kcat', '-K', '|', '-z', 'gzip'],
      `${[...lines, 'x|60', 'y|hello'].join('\n')}\n`,
    );
    kcat(broker, ['-P', '-t', 'from-kcat', '-K', '|', '-z', 'zstd'], '10.0.0.1,10.0.1.1|1000000\n');
    await until(() => consumer.totals.packets === 301);
    expect(consumer.totals.bytes).toBe(300 * 60 + (299 * 300) / 2 + 1_000_000);
    await until(() => consumer.deadLetters().length === 2);
    expect(
      consumer
        .deadLetters()
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['a length whose key is not SOURCE,DESTINATION', 'not JSON']);
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'is read whatever it is compressed with: %s by another client, and by the brokers',
    async (codec) => {
      const settings = settingsFor(`packed-${codec}`, 1);
      const brokers = new Brokers(settings);
      const admin = brokers.admin();
      await admin.connect();
      const configEntries = [{ name: 'compression.type', value: codec }];
      await admin.createTopics({ topics: [{ topic: settings.topic, numPartitions: 1, configEntries }] });
      await admin.disconnect();
      const consumer = own(new TestConsumer(folder(), settings));
      const producer = own(new TestProducer(folder(), settings));
      // The brokers compress this anew, in Java.
      const flows = Array.from({ length: 2_000 }, (_, i) =>
        flow(`10.0.${i >> 8}.${i & 255}`, '10.9.0.1', 100, 2),
      );
      await producer.publish(nowMs, flows);
      // The same codec by librdkafka, kept as it is.
      const lines = Array.from({ length: 500 }, (_, i) => `10.1.0.${i % 7},10.1.1.1|${60 + i}`);
      kcat(
        cluster().brokers[0]!,
        ['-P', '-t', settings.topic, '-K', '|', '-z', codec],
        `${lines.join('\n')}\n`,
      );
      await until(() => consumer.totals.packets === 4_500);
      expect(consumer.totals.bytes).toBe(200_000 + 500 * 60 + (499 * 500) / 2);
      expect(consumer.deadLetters()).toEqual([]);
    },
  );

  it.each([1, 64])(
    'sums a topic of %i partitions, also what is late or out of order across them',
    async (partitions) => {
      const settings = settingsFor(`p${partitions}`, partitions);
      const [one, two] = [
        own(new TestProducer(folder(), settings)),
        own(new TestProducer(folder(), settings)),
      ];
      const consumer = own(new TestConsumer(folder(), settings));
      let bytes = 0;
      for (let i = 0; i < 40; i++) {
        const flows = Array.from({ length: 50 }, (_, n) => flow(`10.${i}.0.${n}`, `10.9.${n}.1`, 100 + n, 2));
        bytes += flows.reduce((sum, each) => sum + each.bytes, 0);
        // One of them is an hour behind every other time.
        await (i % 2 === 0 ? one : two).publish(nowMs - (i % 4 === 1 ? 3_600_000 : i * 1_000), flows);
      }
      await until(() => consumer.totals.packets === 4_000);
      expect(consumer.totals.bytes).toBe(bytes);
      expect(consumer.deadLetters()).toEqual([]);
      await until(
        () => consumer.stream.status(consumer.checker.positions, 0 as never).partitions.length === partitions,
      );
    },
  );
});
