import { expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { flow } from '../../support/records/flows.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { TestProducer, testSettings } from '../../support/kafka/stream-run.ts';

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

/** What `doctor` finds of the brokers. */
async function examine(brokers: string, topic: string, env: NodeJS.ProcessEnv = {}): Promise<Finding> {
  using folder = new TemporaryFolder();
  const options = ['--brokers', brokers, '--topic', topic, '--data-dir', folder.path, '--format', 'json'];
  const run = new CommandLine(['doctor', ...options], { env });
  await run.end();
  const findings = run.lines.map((line) => JSON.parse(line) as Finding);
  return findings.find(({ check }) => check === 'brokers')!;
}

describeKafka('doctor', {}, (cluster) => {
  it('says which brokers there are, and what they have of the topic', async () => {
    using folder = new TemporaryFolder();
    const [broker] = cluster().brokers as [string];
    const producer = new TestProducer(folder.path, testSettings([broker], { topic: 'known' }));
    await producer.publish(0, [flow('10.0.0.1', '10.0.0.2', 60)]);
    await producer.sent();
    await producer.stop();
    expect(await examine(broker, 'known')).toMatchObject({
      ok: true,
      found: `connected to ${broker}; the topic known has 6 partitions`,
    });
    expect(await examine(broker, 'none')).toMatchObject({
      ok: true,
      found: `connected to ${broker}; the topic none does not exist yet: the first run creates it`,
    });
    const mayNotMake = { STREAMCHECKER_KAFKA_CREATE_TOPICS: 'off' };
    expect(await examine(broker, 'none', mayNotMake)).toMatchObject({
      ok: false,
      found: 'The topic none does not exist, and may not be created',
    });
  });

  it('says what to do about brokers that do not answer', async () => {
    expect(await examine('127.0.0.1:1', 'known')).toMatchObject({
      ok: false,
      found: expect.stringContaining('No brokers at 127.0.0.1:1') as string,
      remedy: expect.stringContaining('check that the brokers run') as string,
    });
  });
});
