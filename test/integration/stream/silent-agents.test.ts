import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { encodeMark, type Mark } from '../../../src-main/engine/flow-records/mark.ts';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { describeKafka, kcat } from '../../support/kafka/kafka.ts';
import { markOf } from '../../support/records/marks.ts';

/** What a receiver of a hundred agents is told at once. */
interface Posted {
  readonly type: 'alert' | 'alerts';
  readonly state: string;
  readonly count?: number;
  readonly agent?: string;
}

/** A web server that takes everything. */
async function webServer() {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      posted.push(JSON.parse(body) as Posted);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const told = (state: string): number =>
    posted.filter((one) => one.state === state).reduce((sum, { count = 1 }) => sum + count, 0);
  return { posted, told, url: `http://127.0.0.1:${port}/`, [Symbol.dispose]: () => void server.close() };
}

describeKafka('agents on a topic', {}, (cluster) => {
  const names = Array.from({ length: 100 }, (_, n) => `agent-${String(n).padStart(2, '0')}`);
  const publish = (marks: readonly Mark[], topic = 'watched'): void => {
    kcat(cluster().brokers[0]!, ['-P', '-t', topic, '-p', '0'], `${marks.map(encodeMark).join('\n')}\n`);
  };
  const marksOf = (agents: readonly string[], more: Partial<Mark> = {}): Mark[] => {
    const now = Date.now();
    return agents.map((agent) => markOf(agent, 1, now, undefined, { epoch: now, ...more }));
  };
  const events = (): { type: string; data: { id: string; agent: string; limit: unknown } }[] =>
    kcat(cluster().brokers[0]!, [...['-C', '-e', '-q', '-t', 'told', '-X', 'isolation.level=read_committed']])
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ReturnType<typeof events>[number]);

  it(
    'that fall silent raise an alert each, told once, and end as they come back, leave or are forgotten',
    { timeout: 300_000 },
    async () => {
      using folder = new TemporaryFolder();
      using server = await webServer();
      const data = ['--data-dir', folder.file('data')];
      const check = (): CommandLine =>
        new CommandLine([
          ...['check', '--brokers', cluster().brokers[0]!, '--topic', 'watched', '--alerts-topic', 'told'],
          ...['--window', '5s', '--webhook', server.url, '--format', 'json', ...data],
        ]);
      const states = async (): Promise<string[]> => {
        const { lines } = await runCli('agents', 'list', '--format', 'json', ...data);
        return lines.map((line) => (JSON.parse(line) as { state: string }).state);
      };
      const first = check();
      await expect
        .poll(() => kcat(cluster().brokers[0]!, ['-L']).includes('"watched"'), { timeout: 60_000 })
        .toBe(true);
      publish(marksOf(names));
      await expect.poll(states, { timeout: 60_000, interval: 1_000 }).toHaveLength(names.length);
      await first.until(() => first.alerts().length >= names.length, 120_000);
      expect(first.alerts().map(({ state }) => state)).toEqual(names.map(() => 'firing'));
      expect(new Set(first.alerts().map((alert) => (alert as { agent?: string }).agent))).toEqual(
        new Set(names),
      );
      await expect.poll(() => server.told('firing'), { timeout: 60_000 }).toBe(names.length);
      // They fell silent together, unless a look at the clock came between their marks.
      expect(server.posted.length).toBeLessThan(10);
      expect(server.posted[0]).toMatchObject({ type: 'alerts', subject: 'agents', limit: null });
      first.kill('SIGTERM');
      await first.end();

      const second = check();
      const [back, leaving, forgotten] = names as [string, string, string];
      publish(marksOf([back]));
      publish(marksOf([leaving], { farewell: true }));
      await second.until(() => second.alerts().length >= 2, 60_000);
      expect((await runCli('agents', 'forget', forgotten, ...data)).status).toBe(0);
      await second.until(() => second.alerts().length >= 3, 60_000);
      const ends = second.alerts() as unknown as { state: string; agent: string; reason: string }[];
      expect(ends.map(({ state, agent, reason }) => [state, agent, reason]).sort()).toEqual([
        ['resolved', back, 'agent-back'],
        ['resolved', leaving, 'agent-left'],
        ['resolved', forgotten, 'agent-forgotten'],
      ]);
      await expect.poll(() => events().length, { timeout: 60_000 }).toBe(names.length + 3);
      second.kill('SIGTERM');
      await second.end();
      const published = events();
      expect(published.every(({ data: { limit } }) => limit === null)).toBe(true);
      const fired = published.filter(({ type }) => type === 'streamchecker.alert.firing');
      expect(fired.map(({ data: { agent } }) => agent).sort()).toEqual(names);
      expect(new Set(published.map(({ data: { id } }) => id)).size).toBe(names.length);
    },
  );

  it('whose clocks are all ahead of the reader’s are told of', { timeout: 120_000 }, async () => {
    using folder = new TemporaryFolder();
    const check = new CommandLine([
      ...['check', '--brokers', cluster().brokers[0]!, '--topic', 'ahead', '--window', '5s'],
      ...['--format', 'json', '--data-dir', folder.file('data')],
    ]);
    await expect
      .poll(() => kcat(cluster().brokers[0]!, ['-L']).includes('"ahead"'), { timeout: 60_000 })
      .toBe(true);
    const now = Date.now() + 3 * 3_600_000;
    publish([markOf('early', 1, now, undefined, { epoch: now })], 'ahead');
    await expect
      .poll(() => check.errors, { timeout: 20_000 })
      .toContain("more than 128 min ahead of this machine's. Set this machine's clock");
    check.kill('SIGTERM');
    await check.end();
  });
});
