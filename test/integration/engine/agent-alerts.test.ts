import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';

describe.runIf(mayCapture)('an agent that is expected and not there', () => {
  it(
    'is an alert of a monitor, over restarts, until it is expected no longer; and no breach',
    { timeout: 300_000 },
    async () => {
      using folder = new TemporaryFolder();
      const data = ['--data-dir', folder.file('data')];
      const monitor = (...more: string[]): CommandLine =>
        new CommandLine([
          ...['monitor', '--interface', 'lo', '--window', '2s', '--lateness', '1s', '--fail-on-breach'],
          ...['--format', 'json', ...data, ...more],
        ]);
      const first = monitor('--expect-agent', 'office');
      await first.until(() => first.alerts().length > 0, 90_000);
      const [fired] = first.alerts();
      expect(first.alerts()).toMatchObject([
        { state: 'firing', limit: null, agent: 'office', observed: null, ended: null, resolvedBy: null },
      ]);
      const listed = await runCli('alerts', 'list', ...data);
      expect(listed.lines).toEqual([
        expect.stringMatching(/^ALERT: no report from agent office since the window /),
      ]);
      const muted = await runCli('alerts', 'mute', '--agent', 'office', ...data);
      expect(muted.lines[1]).toMatch(/^ *1 +— +— +— +— +office +for ever$/);
      const both = await runCli('alerts', 'mute', '--agent', 'office', '--limit', 'max', ...data);
      expect([both.status, both.errors]).toEqual([1, expect.stringContaining('not both')]);
      const acknowledged = await runCli('alerts', 'ack', fired!.id.slice(0, 8), ...data);
      expect(acknowledged.lines[0]).toMatch(/; acknowledged by .*; muted$/);
      first.kill('SIGKILL');
      await first.end();

      const second = monitor('--expect-agent', 'office');
      await second.until(() => second.windows().length > 1, 30_000);
      second.kill('SIGINT');
      expect([await second.end(), second.alerts()]).toEqual([0, []]);

      const third = monitor();
      await third.until(() => third.alerts().length > 0, 30_000);
      third.kill('SIGINT');
      expect(await third.end()).toBe(0);
      expect(third.alerts()).toMatchObject([
        { id: fired!.id, state: 'resolved', agent: 'office', reason: 'agent-not-expected' },
      ]);
      const { lines } = await runCli('alerts', 'list', '--format', 'json', ...data);
      expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { id: fired!.id, state: 'resolved' },
      ]);
    },
  );
});
