import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterJob } from '../../../scripts/cluster/cluster-job.ts';
import { clusterJar } from '../../../scripts/setup/cluster.mjs';
import { ClusterTraffic, TestAgent, type TestFlow } from '../../support/kafka/cluster-traffic.ts';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';

const windowMs = 10_000;
const [one, two, three]: readonly [TestFlow, TestFlow, TestFlow] = [
  ['10.0.0.1', '10.9.0.1', 700, 2],
  ['10.1.0.2', '10.9.0.1', 300, 1],
  ['2001:db8::1', '::ffff:10.9.0.1', 40, 1],
];
const limits = [
  { limit_name: 'max', limit_value: 5_000, effective_date: '2020-01-01', source: '10.0.0.0/24' },
  { limit_name: 'max', limit_value: 20_000, effective_date: '2020-01-01' },
  { limit_name: 'min', limit_value: 1_000, effective_date: '2020-01-01' },
  { limit_name: 'min', limit_value: 300, effective_date: '2020-01-01', source: '2001:db8::/32' },
  { limit_name: 'max', limit_value: 100, effective_date: '2020-01-01', direction: 'passing' },
];

// Where the job can't be built, the set-up has said so.
const describeCluster =
  existsSync(clusterJar) || process.env.CI !== undefined
    ? describeKafka
    : (): void => void describe.skip('a cluster that sums', () => {});

const brokers = Number(process.env.STREAMCHECKER_BROKERS ?? 1);
const properties = { 'default.replication.factor': Math.min(3, brokers) };

describeCluster('a cluster that sums', { brokers, properties }, (cluster) => {
  const folder = new TemporaryFolder();
  const baseMs = Math.floor(Date.now() / windowMs - 60) * windowMs;
  const startOf = (window: number): number => baseMs + window * windowMs;
  let traffic: ClusterTraffic;
  let checkers: readonly CommandLine[] = [];
  const jobs: ClusterJob[] = [];
  const job = (name: string): ClusterJob => {
    const args = ['--window', `${windowMs}ms`, '--threads', '1', '--config', folder.file('clients')];
    jobs.push(new ClusterJob({ folder: join(folder.path, name), brokers: cluster().brokers, args }));
    return jobs.at(-1)!;
  };
  const check = (name: string, ...more: string[]): CommandLine =>
    new CommandLine([
      ...['check', '--brokers', cluster().brokers.join(','), '--window', '10s', '--lateness', '1s'],
      ...['--limits', folder.file('limits.json'), '--data-dir', folder.file(name), '--format', 'json'],
      ...['--pairs', 'all', '--alerts-topic', `${name}-alerts`, ...more],
    ]);

  const oldRecord = (window: number, sequence: number, flow: TestFlow, agent = 'old'): object => {
    const [source, destination, bytes, packets] = flow;
    const fromMs = startOf(window) + 5_000;
    const sums = { source, destination, bytes, packets, from: fromMs, to: fromMs + 1_000 };
    return { v: 1, ...sums, interface: 'eth1', agent, sequence };
  };

  /** A record of an agent of version 1, of which nobody knows when its records are complete. */
  const late = (window: number, sequence: number, flow: TestFlow): void =>
    traffic.put('old', JSON.stringify(oldRecord(window, sequence, flow)), startOf(window));

  /** Both have told of a window, in that revision. */
  const told = async (window: number, revision = 0): Promise<void> => {
    const start = new Date(startOf(window)).toISOString();
    const has = (run: CommandLine): boolean =>
      run.windows().some((line) => line.start === start && line.revision >= revision);
    for (const checker of checkers) await checker.until(has, 60_000);
  };

  beforeAll(async () => {
    writeFileSync(folder.file('limits.json'), JSON.stringify(limits));
    writeFileSync(folder.file('clients'), 'consumer.session.timeout.ms=6000\n');
    traffic = new ClusterTraffic(cluster().brokers, 'traffic', 3);
    await traffic.open();
    await job('first').running();
    checkers = [check('records'), check('sums', '--sums', 'traffic-sums')];
  }, 120_000);
  afterAll(async () => {
    for (const checker of checkers) checker.kill('SIGKILL');
    await Promise.all(jobs.map((running) => running.stop('SIGKILL')));
    await traffic.close();
    folder[Symbol.dispose]();
  });

  it('has its checker find what one finds that sums the topic by itself, whatever comes', async () => {
    const [ann, bob] = [new TestAgent(traffic, 'ann', baseMs), new TestAgent(traffic, 'bob', baseMs)];
    /** Agents that are there go on saying so. */
    const present = new Set([ann, bob]);
    let reachedMs = baseMs;
    const heartbeat = setInterval(() => {
      for (const agent of present) agent.mark(reachedMs);
      void traffic.send();
    }, 5_000);
    const seconds = (window: number, flows: readonly TestFlow[], fromSecond = 0, toSecond = 10): void => {
      for (let second = fromSecond; second < toSecond; second += 1) {
        const atMs = startOf(window) + 1_000 * second;
        ann.record(atMs, flows);
        bob.record(atMs, [two]);
      }
      reachedMs = startOf(window) + 1_000 * toSecond;
      for (const agent of present) agent.mark(reachedMs);
    };
    const pass = async (window: number): Promise<void> => {
      seconds(window, [one, three], 0, 2);
      await traffic.send();
    };
    try {
      seconds(0, [one, two, three]);
      ann.again(startOf(0) + 9_000, [one, two, three]);
      traffic.put('x', 'rubbish', startOf(0));
      traffic.put('x', null, startOf(0));
      traffic.put('10.0.0.1,10.0.0.2', '{"v":3,"agent":"ann"}', startOf(0));
      // Few bytes on the topic, and many behind it.
      await traffic.send();
      await traffic.sendPacked('x'.repeat(5_000_000), startOf(0));
      // Over the border of a window; and of the day after tomorrow.
      ann.record(startOf(0) + 9_500, [one], startOf(1) + 500);
      ann.record(Date.now() + 2 * 86_400_000, [two]);
      await traffic.send();
      seconds(1, [one], 0, 10);
      // Silence that was watched.
      for (const agent of present) agent.mark(startOf(3), { kernelDropped: agent === bob ? 3 : 0 });
      seconds(3, [one, three]);
      await traffic.send();
      await pass(4);
      await told(3);

      // What is late corrects a window, once.
      late(0, 0, ['10.0.0.1', '10.9.0.9', 90_000, 60]);
      await traffic.send();
      await told(0, 1);

      // The job is killed while it sums, and its folder is lost.
      seconds(5, [one, two], 0, 6);
      await traffic.send();
      await jobs[0]!.stop('SIGKILL');
      seconds(5, [one, two], 6, 10);
      await traffic.send();
      rmSync(folder.file('first'), { recursive: true });
      const [second] = [job('second')];
      await pass(6);
      await second.running();
      await told(5);
      late(1, 1, three);
      await traffic.send();
      await told(1, 1);

      // Another instance takes a part of the partitions, and leaves.
      const third = job('third');
      seconds(7, [one, two, three], 0, 5);
      await traffic.send();
      await third.running();
      seconds(7, [one, two, three], 5, 10);
      await pass(8);
      await told(7);
      await third.stop();
      // A broker is killed while records come; of several, the others go on without it.
      seconds(8, [two, three], 2, 6);
      await traffic.send();
      await cluster().stopBroker(1, 'SIGKILL');
      seconds(8, [two, three], 6, 10);
      const sent = traffic.send();
      if (brokers === 1) await cluster().startBroker(1);
      await sent;
      await pass(9);
      await told(8);
      if (brokers > 1) await cluster().startBroker(1);
      // And this one ends as one that is killed does.
      await second.stop('SIGKILL');
      const fourth = job('second');
      present.delete(bob);
      bob.mark(reachedMs, { farewell: true });
      ann.restart(startOf(9) + 2_000);
      seconds(9, [one], 2, 10);
      await traffic.send();
      await fourth.running();
      await pass(10);
      await told(9);

      // Version 1, and lengths, whose coverage nobody knows.
      const atMs = startOf(11) + 1_000;
      late(11, 2, ['10.2.0.1', '10.9.0.1', 5, 1]);
      traffic.put('10.2.0.2,10.9.0.1', '1500', atMs);
      traffic.put('2001:db8::2,2001:db8::3', '1280', atMs);
      // Not the form that this product writes, but JSON all the same.
      traffic.put('x', JSON.stringify(oldRecord(11, 0, one, 'odd "one"'), null, 1), atMs);
      for (const window of [10, 11]) seconds(window, [one], 2, 10);
      await traffic.send();
      await pass(12);
      await told(11);
    } finally {
      clearInterval(heartbeat);
    }
    const doctor = await runCli('doctor', '--brokers', cluster().brokers.join(','), '--cluster');
    expect(doctor.lines.at(-1)).toMatch(
      /cluster: the job streamchecker-cluster \(version 1\) sums windows of 10s into traffic-sums \(3 partitions\); .*, up to 20.*Z; 1 instance of it runs$/,
    );
    await expectSame();
  }, 240_000);

  /** What was printed of windows that are over, and all that is stored. */
  async function expectSame(): Promise<void> {
    for (const checker of checkers) checker.kill('SIGTERM');
    for (const checker of checkers) expect(await checker.end()).toBe(0);
    const [printed, printedOfSums] = checkers.map(({ lines }) =>
      lines.filter((line) => line.includes('"type":"window"') && !line.includes('not-over')).sort(),
    );
    expect(printed!.length).toBeGreaterThan(12);
    expect(printedOfSums).toEqual(printed);
    expect(await listed('windows', 'sums')).toEqual(await listed('windows', 'records'));
    // Where a period is heading follows from when one asks.
    const periods = async (name: string): Promise<object[]> =>
      (await listed('periods', name)).map((line) => ({ ...(JSON.parse(line) as object), projection: null }));
    expect(await periods('sums')).toEqual(await periods('records'));
    const alerts = (await listed('alerts', 'records')).map(withoutIdentity);
    expect(alerts.length).toBeGreaterThan(3);
    expect((await listed('alerts', 'sums')).map(withoutIdentity).sort()).toEqual(alerts.sort());
    const [summary, summaryOfSums] = checkers.map((checker) => checker.summary());
    expect(summary!.deadLetters).toBe(6);
    expect(summaryOfSums).toEqual(summary);
  }

  const listed = async (verb: string, name: string): Promise<string[]> =>
    (await runCli(verb, 'list', '--data-dir', folder.file(name), '--format', 'json')).lines;

  /** The two are no group; and each knows of an alert when it does. */
  const withoutIdentity = (line: string): string =>
    JSON.stringify({ ...(JSON.parse(line) as object), id: null, at: null });
});
