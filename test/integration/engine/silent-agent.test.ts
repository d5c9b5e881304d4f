import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMonitorOptions } from '../../../src-main/settings/monitor-options.ts';
import { type Engine, startEngine } from '../../../src-main/engine/run/engine.ts';
import { runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';

/** The process ids of the capture helpers that this process has started. */
const helpers = (): number[] =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter((id) => id !== '' && readFileSync(`/proc/${id}/comm`, 'utf8').startsWith('streamchecker-c'))
    .map(Number);

async function missingIn(engine: Engine): Promise<unknown> {
  const { agents, problems } = await engine.api.getStatus();
  const standing = problems.filter(({ code }) => code === 'agents/silent');
  return [agents.missing, standing.map(({ message }) => message)];
}

async function alertsIn(engine: Engine): Promise<string[]> {
  const alerts = await engine.api.listAlerts({ count: 9 });
  return alerts.map(({ state, subject, resolveReason }) =>
    [state, subject.kind === 'agent' ? subject.agent : 'limit', resolveReason ?? ''].join(' ').trim(),
  );
}

describe.runIf(mayCapture)('an agent of a live engine', () => {
  it(
    'is silent while its helper says nothing: a problem and an alert, until it is heard',
    { timeout: 180_000 },
    async () => {
      using folder = new TemporaryFolder();
      const { engine: settings } = parseMonitorOptions(['--interface', 'lo', '--data-dir', folder.path]);
      const engine = await startEngine(settings);
      const agents = async (): Promise<unknown> => (await engine.api.getStatus()).agents;
      try {
        await expect.poll(agents, { timeout: 15_000 }).toMatchObject({ total: 1, missing: 0 });
        const [own] = (await engine.api.getStatus()).agents.agents;
        process.kill(helpers()[0]!, 'SIGSTOP');
        await expect
          .poll(() => missingIn(engine), { timeout: 60_000 })
          .toEqual([1, [`No report from agent ${own!.agent}`]]);
        await expect.poll(() => alertsIn(engine), { timeout: 20_000 }).toEqual([`firing ${own!.agent}`]);
        const lacks = async (): Promise<unknown> => (await engine.api.getStatus()).window?.lacks;
        await expect
          .poll(lacks, { timeout: 20_000 })
          .toContainEqual(expect.objectContaining({ reason: 'agent-silent', agent: own!.agent }));
        process.kill(helpers()[0]!, 'SIGCONT');
        await expect.poll(() => missingIn(engine), { timeout: 15_000 }).toEqual([0, []]);
        await expect
          .poll(() => alertsIn(engine), { timeout: 20_000 })
          .toEqual([`resolved ${own!.agent} agent-back`]);
      } finally {
        for (const helper of helpers()) process.kill(helper, 'SIGCONT');
        await engine.stop();
      }
      // Its own stop is not silence.
      const { lines } = await runCli('alerts', 'list', '--data-dir', folder.path, '--format', 'json');
      expect(lines).toHaveLength(1);
    },
  );

  it('that is expected and not there is a problem until it is expected no longer', async () => {
    using folder = new TemporaryFolder();
    const data = ['--data-dir', folder.path];
    await runCli('agents', 'expect', 'office', ...data);
    const forThisRun = ['--expect-agent', 'annexe'];
    const { engine: settings } = parseMonitorOptions(['--interface', 'lo', ...forThisRun, ...data]);
    const engine = await startEngine(settings);
    try {
      await expect
        .poll(() => missingIn(engine), { timeout: 15_000 })
        .toEqual([2, ['No report from the agents office, annexe']]);
      await runCli('agents', 'expect', '--remove', 'office', ...data);
      await expect
        .poll(() => missingIn(engine), { timeout: 15_000 })
        .toEqual([1, ['No report from agent annexe']]);
    } finally {
      await engine.stop();
    }
  });

  it('that was forgotten is gone from a running engine', async () => {
    using folder = new TemporaryFolder();
    const data = ['--data-dir', folder.path];
    const { engine: settings } = parseMonitorOptions(['--interface', 'lo', ...data]);
    const engine = await startEngine(settings);
    const states = async (): Promise<unknown> =>
      (await engine.api.getStatus()).agents.agents.map(({ state }) => state);
    const stored = async (): Promise<number> =>
      (await runCli('agents', 'list', ...data, '--format', 'json')).lines.length;
    try {
      await expect.poll(stored, { timeout: 30_000 }).toBe(1);
      const [own] = (await engine.api.getStatus()).agents.agents;
      process.kill(helpers()[0]!, 'SIGSTOP');
      await runCli('agents', 'forget', own!.agent, ...data);
      await expect.poll(states, { timeout: 20_000 }).toEqual([]);
      process.kill(helpers()[0]!, 'SIGCONT');
      await expect.poll(states, { timeout: 15_000 }).toEqual(['live']);
    } finally {
      for (const helper of helpers()) process.kill(helper, 'SIGCONT');
      await engine.stop();
    }
  });
});
