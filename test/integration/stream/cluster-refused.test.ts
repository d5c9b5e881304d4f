import { existsSync } from 'node:fs';
import { join } from 'node:path';
import kafkajs, { type Admin, AclOperationTypes, AclPermissionTypes, AclResourceTypes } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ClusterJob } from '../../../scripts/cluster/cluster-job.ts';
import { KafkaCluster } from '../../../scripts/kafka/kafka-cluster.ts';
import { clusterJar } from '../../../scripts/setup/cluster.mjs';
import { ClusterTraffic, TestAgent } from '../../support/kafka/cluster-traffic.ts';
import { kafkaClient } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';

const { ResourcePatternTypes } = kafkajs;
const windowMs = 10_000;

// Where the job can't be built, the set-up has said so.
const describeCluster =
  existsSync(clusterJar) || process.env.CI !== undefined
    ? describeKafka
    : (): void => void describe.skip('a job that can not sum', () => {});
const properties = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found': 'true',
};

describeCluster('a job that can not sum', { properties }, (cluster) => {
  const folder = new TemporaryFolder();
  const startMs = Math.floor(Date.now() / windowMs) * windowMs - 60_000;
  const jobs: ClusterJob[] = [];
  let traffic: ClusterTraffic;
  let admin: Admin;

  const job = (name: string, ...args: string[]): ClusterJob => {
    const whole = ['--window', `${windowMs}ms`, '--threads', '1', ...args];
    jobs.push(new ClusterJob({ folder: folder.file(name), brokers: cluster().brokers, args: whole }));
    return jobs.at(-1)!;
  };
  /** What a job says that ends by itself. */
  const refusal = async (name: string, ...args: string[]): Promise<string> => {
    const one = job(name, ...args);
    expect(await one.ended()).toBe(1);
    return one.output;
  };
  /** Forbids one thing; all else is allowed. */
  const forbid = (
    resourceName: string,
    operation = AclOperationTypes.READ,
    resourceType = AclResourceTypes.TOPIC,
  ): Promise<unknown> => {
    const whose = {
      resourcePatternType: ResourcePatternTypes.LITERAL,
      principal: 'User:ANONYMOUS',
      host: '*',
    };
    const of = { resourceType, resourceName, ...whose };
    return admin.createAcls({
      acl: [
        { ...of, operation, permissionType: AclPermissionTypes.DENY },
        { ...of, operation: AclOperationTypes.ALL, permissionType: AclPermissionTypes.ALLOW },
      ],
    });
  };

  beforeAll(async () => {
    admin = kafkaClient(cluster().brokers).admin();
    await admin.connect();
    traffic = new ClusterTraffic(cluster().brokers, 'traffic', 2);
    await traffic.open();
    const other = new ClusterTraffic(cluster().brokers, 'other', 2);
    await other.open();
    await other.close();
  }, 120_000);
  afterEach(async () => {
    await Promise.all(jobs.splice(0).map((running) => running.stop('SIGKILL')));
  });
  afterAll(async () => {
    await Promise.all([traffic.close(), admin.disconnect()]);
    folder[Symbol.dispose]();
  });

  it('says so where another job has its id, its topics or its folder', { timeout: 120_000 }, async () => {
    const first = job('first');
    await first.running();
    const agent = new TestAgent(traffic, 'ann', startMs);
    agent.record(startMs, [['10.0.0.1', '10.0.0.2', 700, 1]]);
    agent.mark(startMs + windowMs);
    await traffic.send();
    const progress = async (): Promise<number> =>
      (await admin.fetchTopicOffsets('traffic-progress')).reduce(
        (sum, { offset }) => sum + Number(offset),
        0,
      );
    await expect.poll(progress, { timeout: 30_000 }).toBeGreaterThan(0);

    expect(await refusal('second', '--application-id', 'second')).toContain(
      'The job streamchecker-cluster writes to traffic-progress, too: give this one the same --application-id',
    );
    expect(await refusal('second', '--window', '20s')).toContain(
      'Another instance of streamchecker-cluster sums windows of 10000 ms: start this one with --window 10000ms',
    );
    const others = ['--topic', 'other', '--sums', 'other-sums', '--progress', 'other-progress'];
    expect(await refusal('second', ...others)).toContain(
      "The application id streamchecker-cluster is another job's, which sums traffic, and this one is to sum other.",
    );
    expect(await refusal('first')).toMatch(/The state in .* can't be used: .*give each its own --state-dir/s);
    const version = { v: 2, kind: 'progress', partition: 0, window: windowMs, job: 'newer', offset: 1 };
    await traffic.say('newer-progress', '0', JSON.stringify(version));
    expect(
      await refusal(
        'second',
        '--application-id',
        'second',
        '--sums',
        'newer-sums',
        '--progress',
        'newer-progress',
      ),
    ).toContain('Version 2 of the job writes to newer-progress, too; this is version 1.');
    // All of that has left the first one as it was.
    expect(first.process.exitCode).toBeNull();

    // Its state says what it was summed from, also when it is gone.
    await first.stop('SIGTERM');
    const elsewhere = ['--sums', 'moved-sums', '--progress', 'moved-progress'];
    expect(await refusal('third', ...elsewhere)).toContain(
      'The state of this application id was summed from traffic into traffic-sums, and this job is to sum traffic into moved-sums.',
    );
    const again = job('first');
    await again.running();
    agent.record(startMs + windowMs, [['10.0.0.1', '10.0.0.2', 40, 1]]);
    agent.mark(startMs + 2 * windowMs);
    await traffic.send();
    const options = ['--window', '10s', '--data-dir', folder.file('data'), '--format', 'json'];
    const check = ['check', '--brokers', cluster().brokers.join(','), '--sums', 'traffic-sums'];
    const checker = new CommandLine([...check, ...options]);
    await checker.until((run) => run.windows().filter(({ revision }) => revision === 0).length >= 2, 60_000);
    checker.kill('SIGTERM');
    await checker.end();
    expect(checker.windows().map(({ bytes, packets }) => [bytes, packets])).toEqual([
      [700, 1],
      [40, 1],
    ]);
  });

  it('goes on without limits that it may not read, and says so', { timeout: 60_000 }, async () => {
    await forbid('secret-limits');
    const own = ['--application-id', 'limited', '--limits', 'secret-limits', '--topic', 'other'];
    const limited = job('limited', ...own, '--sums', 'limited-sums', '--progress', 'limited-progress');
    await limited.running();
    await expect
      .poll(() => limited.output, { timeout: 30_000 })
      .toMatch(/The topic secret-limits can't be read: .*Let this client read it/s);
    expect(limited.process.exitCode).toBeNull();
  });

  it('has its checker say that the sums are not there', async () => {
    const options = ['--window', '10s', '--data-dir', folder.file('missing'), '--format', 'json'];
    const check = ['check', '--brokers', cluster().brokers.join(','), '--sums', 'no-sums'];
    const checker = new CommandLine([...check, ...options]);
    await expect
      .poll(() => checker.errors, { timeout: 20_000 })
      .toContain('The topic no-sums does not exist');
    expect(checker.errors).toContain('Start streamchecker-cluster');
    checker.kill('SIGTERM');
    await checker.end();
  });
});

describeKafka('a checker of sums', {}, (cluster) => {
  const folder = new TemporaryFolder();
  const startMs = Math.floor(Date.now() / windowMs) * windowMs - 60_000;
  const check = (brokers: readonly string[], sums: string, data: string): CommandLine => {
    const options = ['--window', '10s', '--data-dir', folder.file(data), '--format', 'json'];
    return new CommandLine(['check', '--brokers', brokers.join(','), '--sums', sums, ...options]);
  };
  const sumsOf = (v: number, revision: number, bytes: number): string =>
    JSON.stringify({
      ...{
        v,
        kind: 'sums',
        start: startMs,
        end: startMs + windowMs,
        partition: 0,
        revision,
        bytes,
        packets: 1,
      },
      ...{ open: { bytes: 0, packets: 0, scopes: [] } },
      coverage: [{ agent: 'ann', epoch: null, interface: 'eth0', packets: 1, bytes }],
    });

  afterAll(() => folder[Symbol.dispose]());

  it(
    'waits before sums of a version that it does not know, and says what to do',
    { timeout: 90_000 },
    async () => {
      const traffic = new ClusterTraffic(cluster().brokers, 'traffic', 1);
      await traffic.open();
      const say = (value: string): Promise<void> => traffic.say('newer-sums', 'key', value);
      await say(sumsOf(1, 1, 500));
      await say(sumsOf(2, 2, 900));
      const told =
        'The sums in newer-sums are of version 2 of the job, and this program knows version 1. Update this program';
      // Another start finds them where they were: an update would read them.
      for (let start = 0; start < 2; start += 1) {
        const waiting = check(cluster().brokers, 'newer-sums', 'newer');
        await expect.poll(() => waiting.errors, { timeout: 20_000 }).toContain(told);
        waiting.kill('SIGTERM');
        await waiting.end();
        expect(waiting.errors.split('of version 2 of the job').length).toBe(2);
        expect(waiting.summary().deadLetters).toBe(0);
      }
      await say(sumsOf(1, 3, 700));
      const checker = check(cluster().brokers, 'newer-sums', 'newer');
      const corrected = (run: CommandLine): boolean => run.windows().some(({ bytes }) => bytes === 700);
      await checker.until(corrected, 20_000);
      checker.kill('SIGTERM');
      await checker.end();
      expect(checker.errors).not.toContain('of version 2 of the job');
      expect(checker.summary().deadLetters).toBe(1);
      await traffic.close();
    },
  );

  it('says once that brokers can not be reached', async () => {
    const checker = check(['127.0.0.1:1'], 'traffic-sums', 'unreached');
    await expect.poll(() => checker.errors, { timeout: 20_000 }).toContain('No brokers at 127.0.0.1:1');
    checker.kill('SIGTERM');
    await checker.end();
    expect(checker.errors).toMatch(
      /^streamchecker: No brokers at 127\.0\.0\.1:1: .* Check that the brokers run and can be reached;.*\n$/,
    );
  });
});

describeCluster('a job on brokers that begin no transaction', null, () => {
  it('says what they lack', { timeout: 120_000 }, async () => {
    using folder = new TemporaryFolder();
    const lacking = { 'transaction.state.log.replication.factor': 3 };
    const cluster = await KafkaCluster.start({ properties: lacking });
    try {
      const traffic = new ClusterTraffic(cluster.brokers, 'traffic', 1);
      await traffic.open();
      await traffic.close();
      const job = new ClusterJob({ folder: join(folder.path, 'job'), brokers: cluster.brokers, args: [] });
      expect(await job.ended()).toBe(1);
      expect(job.output).toContain(
        'The brokers begin no transaction within 20 s. There must be as many of them',
      );
    } finally {
      await cluster.stop();
    }
  });
});
