import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic } from '../../support/packets/udp-traffic.ts';

/** An agent as `agents list --format json` prints it. */
interface AgentLine {
  readonly agent: string;
  readonly state: string;
  readonly expected: boolean;
  readonly lagMs: number | null;
  readonly interfaces: readonly { readonly name: string }[];
  readonly filter: string;
}

async function agentsIn(dataDir: string): Promise<AgentLine[]> {
  const { lines } = await runCli('agents', 'list', '--data-dir', dataDir, '--format', 'json');
  return lines.map((line) => JSON.parse(line) as AgentLine);
}

describe.runIf(mayCapture)('the agents of a running monitor', () => {
  it('are listed, expected and forgotten from another process', async () => {
    using folder = new TemporaryFolder();
    using traffic = await UdpTraffic.open();
    const dataDir = folder.file('data');
    const data = ['--data-dir', dataDir];
    const run = new CommandLine([
      ...['monitor', '--interface', 'lo', '--filter', traffic.filter, ...data],
      ...['--window', '2s', '--lateness', '1s', '--format', 'json'],
    ]);
    await expect.poll(() => agentsIn(dataDir), { timeout: 30_000, interval: 500 }).toHaveLength(1);
    const [own] = await agentsIn(dataDir);
    expect(own).toMatchObject({ state: 'live', expected: false, interfaces: [{ name: 'lo' }] });
    expect(own!.filter).toBe(traffic.filter);
    const table = await runCli('agents', 'list', ...data);
    expect(table.lines[0]).toMatch(/^agent +state +last mark +reached +lag +interfaces/);

    const named = await runCli('agents', 'expect', 'office', ...data);
    expect([named.status, named.lines]).toEqual([0, ['office']]);
    const lacking = (): boolean =>
      run.windows().some(({ lacks }) => lacks.some(({ agent, reason }) => isSilent(agent, reason)));
    const isSilent = (agent: string | undefined, reason: string): boolean =>
      agent === 'office' && reason === 'agent-silent';
    await run.until(lacking);
    expect(await agentsIn(dataDir)).toContainEqual(
      expect.objectContaining({ agent: 'office', state: 'expected', lagMs: null }),
    );
    await runCli('agents', 'expect', '--remove', 'office', ...data);
    const isExactAgain = (): boolean => run.windows().at(-1)?.lacks.length === 0;
    await run.until(isExactAgain);

    run.kill('SIGINT');
    expect(await run.end()).toBe(0);
    expect(await agentsIn(dataDir)).toMatchObject([{ agent: own!.agent, state: 'left' }]);
    expect((await runCli('agents', 'forget', own!.agent.slice(0, 8), ...data)).status).toBe(0);
    expect(await agentsIn(dataDir)).toEqual([]);
  });
});

describe('agents of a data folder', () => {
  it('that are not known are refused with what to do, and status 1', async () => {
    using folder = new TemporaryFolder();
    const data = ['--data-dir', folder.file('data')];
    const forgotten = await runCli('agents', 'forget', 'nobody', ...data);
    expect([forgotten.status, forgotten.errors]).toEqual([1, expect.stringContaining('agents list')]);
    const removed = await runCli('agents', 'expect', '--remove', 'nobody', ...data);
    expect([removed.status, removed.errors]).toEqual([1, expect.stringContaining('not expected')]);
    const invalid = await runCli('agents', 'expect', '', ...data);
    expect(invalid.status).toBe(2);
    expect((await runCli('agents', 'list', ...data)).lines).toEqual(['No agents.']);
    expect((await runCli('agents', 'expect', ...data)).lines).toEqual(['No agents are expected.']);
  });
});
