import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KafkaCluster } from '../../scripts/kafka/kafka-cluster.ts';
import { hasPostgres, passwords, PostgresServer } from '../../scripts/postgres/postgres-server.ts';
import { sparkHome, sparkJars } from '../../scripts/setup/spark.mjs';
import type { WindowLine } from '../../src-main/command-line/json-lines.ts';
import { ClusterTraffic, TestAgent, type TestFlow } from '../support/kafka/cluster-traffic.ts';
import { CommandLine, TemporaryFolder } from '../support/process/command-line.ts';

const windowMs = 10_000;
const root = join(import.meta.dirname, '../..');
const [one, two, three]: readonly [TestFlow, TestFlow, TestFlow] = [
  ['10.0.0.1', '10.9.0.1', 700, 2],
  ['10.1.0.2', '10.9.0.1', 300, 1],
  ['2001:db8:0:0:0:0:0:1', '::ffff:10.9.0.1', 40, 1],
];

/** What spark-submit prints, its log left out. */
async function submit(script: string, ...args: string[]): Promise<string> {
  const jars = readdirSync(sparkJars).map((name) => join(sparkJars, name));
  const spark = ['--master', 'local[2]', '--driver-memory', '1g', '--conf', 'spark.ui.enabled=false'];
  const few = ['--conf', 'spark.sql.shuffle.partitions=2', '--conf', 'spark.driver.bindAddress=127.0.0.1'];
  const env = { ...process.env, PYSPARK_PYTHON: join(sparkHome, 'bin/python'), SPARK_LOCAL_IP: '127.0.0.1' };
  const whole = [...spark, ...few, '--jars', jars.join(','), join(root, script), ...args];
  const { stdout } = await promisify(execFile)(join(sparkHome, 'bin/spark-submit'), whole, { env });
  return stdout;
}

interface SparkRow {
  readonly window_start: string;
  readonly window_end?: string;
  readonly source?: string;
  readonly destination?: string;
  readonly bytes: number;
  readonly packets: number;
  readonly pairs?: number;
}

/** Windows with their pairs as a checker prints them. */
function windowsOf(rows: readonly SparkRow[]): object[] {
  return rows
    .filter(({ window_end }) => window_end !== undefined)
    .sort((a, b) => Date.parse(a.window_start) - Date.parse(b.window_start))
    .map((window) => ({
      start: new Date(window.window_start).toISOString(),
      end: new Date(window.window_end!).toISOString(),
      ...{ bytes: window.bytes, packets: window.packets, pairCount: window.pairs },
      pairs: rows
        .filter(({ source, window_start }) => source !== undefined && window_start === window.window_start)
        .map(({ source, destination, bytes, packets }) =>
          JSON.stringify([source, destination, bytes, packets]),
        )
        .sort(),
    }));
}

const printed = ({ start, end, bytes, packets, pairCount, pairs }: WindowLine): object => ({
  ...{ start, end, bytes, packets, pairCount },
  pairs: pairs
    .map((pair) => JSON.stringify([pair.source, pair.destination, pair.bytes, pair.packets]))
    .sort(),
});

describe('the batch job for Spark', () => {
  const folder = new TemporaryFolder();
  const baseMs = Math.floor(Date.now() / windowMs - 60) * windowMs;
  const startOf = (window: number): number => baseMs + window * windowMs;
  let cluster: KafkaCluster;
  let traffic: ClusterTraffic;

  beforeAll(async () => {
    cluster = await KafkaCluster.start();
    traffic = new ClusterTraffic(cluster.brokers, 'traffic', 3);
    await traffic.open();
  });
  afterAll(async () => {
    await traffic.close();
    await cluster.stop();
    folder[Symbol.dispose]();
  });

  const oldRecord = (window: number, sequence: number, flow: TestFlow, agent = 'old'): object => {
    const [source, destination, bytes, packets] = flow;
    const fromMs = startOf(window) + 5_000;
    const sums = { source, destination, bytes, packets, from: fromMs, to: fromMs + 1_000 };
    return { v: 1, ...sums, interface: 'eth1', agent, sequence };
  };
  const putAs = (record: object, text = JSON.stringify(record)): void => traffic.put('old', text, startOf(0));

  /** Duplicates, late records, IPv6, rubbish, marks, silence, lengths with and without a sender, and other forms. */
  async function publish(): Promise<number> {
    const [ann, bob] = [new TestAgent(traffic, 'ann', baseMs), new TestAgent(traffic, 'bob', baseMs)];
    const seconds = (window: number, flows: readonly TestFlow[]): void => {
      for (let second = 0; second < 10; second += 1) {
        ann.record(startOf(window) + 1_000 * second, flows);
        bob.record(startOf(window) + 1_000 * second, [two]);
      }
      for (const agent of [ann, bob]) agent.mark(startOf(window + 1));
    };
    seconds(0, [one, two, three]);
    ann.again(startOf(0) + 9_000, [one, two, three]);
    const rubbish = [
      'rubbish',
      '',
      '{',
      'null',
      '[]',
      '12x',
      '1e3',
      '{"v":3,"agent":"ann"}',
      '{"v":1,"bytes":NaN}',
    ];
    for (const text of rubbish) traffic.put('10.0.0.1,10.0.0.2', text, startOf(0));
    traffic.put('x', null, startOf(0));
    traffic.put('10.0.0.1', '60', startOf(0));
    traffic.put('10.0.0.1,2001:db8::1', '60', startOf(0));
    traffic.put('10.0.0.01,10.0.0.2', '60', startOf(0));
    ann.record(startOf(0) + 9_500, [one], startOf(1) + 500);
    ann.record(Date.now() + 2 * 86_400_000, [two]);
    seconds(1, [one]);
    for (const agent of [ann, bob]) agent.mark(startOf(3));
    seconds(3, [one, three]);
    await traffic.send();
    // Late, and late once more; of an agent that begins anew; and one of an agent that counts from where it was.
    for (const sequence of [0, 1, 1, 0, 2])
      putAs(oldRecord(0, sequence, ['10.0.0.1', '10.9.0.9', 90_000, 60]));
    ann.restart(startOf(3) + 9_000);
    seconds(4, [two, three]);
    traffic.put('10.2.0.2,10.9.0.1', '001500', startOf(4) + 1_234);
    traffic.put('10.2.0.2,10.9.0.1', '1500', startOf(4) + 1_234);
    traffic.put('2001:db8::2,2001:DB8:0::3', '1280', startOf(4) + 1_234);
    for (const sequence of ['7', '7', '8', '6'])
      traffic.put('10.3.0.2,10.9.0.1', '99', startOf(4), { agent: 'packets', epoch: '5', sequence });
    traffic.put('10.3.0.2,10.9.0.1', '99', startOf(4), { agent: 'packets', epoch: 'x', sequence: '6' });
    // JSON that this product does not write.
    const odd = oldRecord(4, 0, one, 'odd "one" \u00e4 \u{1f600}');
    putAs(odd, JSON.stringify(odd, null, 1));
    putAs(odd, JSON.stringify({ ...odd, sequence: 1 }).replace('"bytes":700', '"bytes":7.0e2'));
    putAs(odd, `${JSON.stringify({ ...odd, sequence: 2 })}x`);
    putAs({ ...odd, sequence: 3, bytes: '700' });
    putAs({ ...odd, sequence: 4, bytes: 2 ** 53 });
    putAs({ ...odd, sequence: 5, v: true });
    putAs({ ...odd, sequence: 6, destination: '2001:db8::1' });
    putAs({ ...odd, sequence: 7, agent: '\ud800' });
    putAs({ ...odd, sequence: 8, more: { kind: 'mark' } });
    putAs({ ...odd, sequence: 9, source: '1:0:0:2:0:0:0:3', destination: '::1.2.3.4' });
    putAs({ ...odd, sequence: 10, source: 'fe80::1%eth0', destination: '::1' });
    await traffic.send();
    return 4;
  }

  /** What a checker has of the windows up to one. */
  async function checked(last: number): Promise<object[]> {
    const options = ['--brokers', cluster.brokers.join(','), '--window', '10s', '--lateness', '1s'];
    const output = ['--data-dir', folder.file('data'), '--format', 'json', '--pairs', 'all'];
    const checker = new CommandLine(['check', ...options, ...output]);
    const end = new Date(startOf(last + 1)).toISOString();
    const isOver = (run: CommandLine): boolean =>
      run
        .windows()
        .some((window) => window.end === end && !window.lacks.some(({ reason }) => reason === 'not-over'));
    await checker.until(isOver, 60_000);
    checker.kill('SIGTERM');
    await checker.end();
    return checker
      .windows()
      .filter((window) => window.end <= end)
      .map(printed);
  }

  it('has the windows that a checker has, to the byte, whatever is on the topic', async () => {
    const last = await publish();
    const expected = await checked(last);
    const [out, log] = [folder.file('out'), ['--brokers', cluster.brokers.join(','), '--window', '10']];
    process.stdout.write(await submit('resources/spark/windows.py', ...log, '--parquet', out));
    const lines = (await submit('scripts/spark/print.py', out))
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const found = windowsOf(lines.map((line) => JSON.parse(line) as SparkRow));
    process.stdout.write(`${found.map((window) => JSON.stringify(window)).join('\n')}\n`);
    expect(found).toHaveLength(5);
    expect(found).toEqual(expected);
  });

  it.skipIf(!hasPostgres)('writes the same to PostgreSQL', async () => {
    const server = await PostgresServer.start();
    try {
      const url = new URL(`postgresql://localhost:${server.port}/limits`);
      url.search = new URLSearchParams({ user: 'owner', password: passwords.owner }).toString();
      const log = ['--brokers', cluster.brokers.join(','), '--window', '10'];
      const out = folder.file('twice');
      await submit('resources/spark/windows.py', ...log, '--parquet', out, '--jdbc', `jdbc:${url.href}`);
      const written = (await submit('scripts/spark/print.py', out))
        .split('\n')
        .filter((line) => line.startsWith('{'));
      const tables = ['traffic_windows', 'traffic_pairs'];
      const rows = await Promise.all(
        tables.map((table) => server.run(`SELECT to_json(t) AS row FROM ${table} t`)),
      );
      const stored = (rows.flat() as { row: SparkRow }[]).map(({ row }) => row);
      const instant = (row: SparkRow): SparkRow => ({
        ...row,
        window_start: new Date(row.window_start).toISOString(),
      });
      expect(windowsOf(stored.map(instant))).toEqual(
        windowsOf(written.map((line) => instant(JSON.parse(line) as SparkRow))),
      );
    } finally {
      server.stop();
    }
  });
});
