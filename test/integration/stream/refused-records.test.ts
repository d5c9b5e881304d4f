import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { encodeMark } from '../../../src-main/engine/flow-records/mark.ts';
import { Brokers } from '../../../src-main/engine/log/kafka/brokers.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { describeKafka, kcat } from '../../support/kafka/kafka.ts';
import { markOf, spanOf } from '../../support/records/marks.ts';
import { testSettings } from '../../support/kafka/stream-run.ts';

const windowMs = 5_000;
const topic = 'long-intervals';

describeKafka('records whose interval lies in several windows', {}, (cluster) => {
  const broker = (): string => cluster().brokers[0]!;
  const fromMs = Math.floor(Date.now() / windowMs) * windowMs - 12 * windowMs;
  const at = (windows: number): number => fromMs + windows * windowMs;

  /** The agent was there all the time. In windows 1 to 3, one record is of 10 s, across two borders. */
  const values = (): string[] => {
    const record = (from: number, to: number, sequence: number): string =>
      JSON.stringify({
        ...{ v: 2, source: '10.0.0.1', destination: '10.0.0.2', bytes: 10_000, packets: 10, from, to },
        ...{ interface: 'eth0', agent: 'ada', epoch: 1, sequence },
      });
    const mark = (reachedMs: number, sequence: number, sinceMs = reachedMs - windowMs): string =>
      encodeMark(markOf('ada', sequence, reachedMs, [spanOf(sinceMs, reachedMs)]));
    return [
      ...[mark(fromMs, 0, fromMs), record(at(0), at(0) + 1_000, 1), mark(at(1), 2)],
      ...[record(at(2) - 2_000, at(3) + 3_000, 3), mark(at(2), 4), mark(at(3), 5), mark(at(4), 6)],
      ...[mark(at(5), 7), mark(at(6), 8)],
    ];
  };

  it('leave each of these inexact, without a minimum, in `check`, also after it was killed', async () => {
    using folder = new TemporaryFolder();
    const admin = new Brokers(testSettings(cluster().brokers)).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    await admin.disconnect();
    const rows = [{ limit_name: 'min', limit_value: 5_000, effective_date: '2020-01-01' }];
    writeFileSync(folder.file('limits.json'), JSON.stringify(rows));
    const check = (): CommandLine =>
      new CommandLine([
        ...['check', '--brokers', broker(), '--topic', topic, '--window', '5s', '--lateness', '0'],
        ...['--limits', folder.file('limits.json'), '--data-dir', folder.file('data'), '--format', 'json'],
      ]);
    const publish = (some: readonly string[]): string =>
      kcat(broker(), ['-P', '-t', topic, '-p', '0'], `${some.join('\n')}\n`);
    const first = check();
    // Half of the windows that lack the record are not there yet as the checker is killed.
    publish(values().slice(0, 5));
    await first.until((run) => run.windows().some(({ start }) => start === iso(at(1))), 60_000);
    first.kill('SIGKILL');
    await first.end();
    const second = check();
    publish(values().slice(5));
    await second.until(
      (run) => run.alerts().length > 0 && run.windows().at(-1)?.start === iso(at(5)),
      60_000,
    );
    second.kill('SIGTERM');
    await second.end();

    const last = new Map([...first.windows(), ...second.windows()].map((window) => [window.start, window]));
    const told = [0, 1, 2, 3, 4, 5].map((n) => last.get(iso(at(n)))!);
    expect(told.map(({ status, exact }) => [status, exact])).toEqual([
      ['within', true],
      ...[1, 2, 3].map(() => ['unchecked', false]),
      ...[4, 5].map(() => ['below', true]),
    ]);
    const lack = { reason: 'refused', agent: 'ada' };
    expect(told.map(({ lacks }) => lacks)).toEqual([
      [],
      [{ ...lack, from: iso(at(2) - 2_000), to: iso(at(2)) }],
      [{ ...lack, from: iso(at(2)), to: iso(at(3)) }],
      [{ ...lack, from: iso(at(3)), to: iso(at(3) + 3_000) }],
      ...[[], []],
    ]);
    const alerts = [...first.alerts(), ...second.alerts()];
    expect(alerts.map(({ state, window }) => [state, window.start])).toEqual([['firing', iso(at(4))]]);
    expect(second.summary().deadLetters).toBe(1);
  }, 180_000);
});

const iso = (ms: number): string => new Date(ms).toISOString();
