import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { isoTime } from '../../common/alert-json.ts';
import { plural } from '../../common/format.ts';
import { MonitorError } from '../../common/errors.ts';
import type { AgentStatus } from '../../common/model/agents.ts';
import { changeExpected } from '../../engine/api/expected-agents.ts';
import { agentStatuses } from '../../engine/windows/agent-status.ts';
import type { DataFolder } from '../../engine/store/data-folder.ts';
import { agentName } from '../../settings/registry/kinds.ts';
import { checked } from '../../settings/sources/checked.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { withFolderOptions } from '../stored-options.ts';
import { print } from '../run-output.ts';
import { formatTable, formatTime, waitText } from '../text.ts';
import { readFolder, shareFolder } from '../open-folder.ts';
import { withAgentShow } from './agent-show.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

type ExpectFlags = Flags & { readonly remove?: boolean };

/** `agents list|show|forget|expect`: they store what a running instance takes up within about a second. */
export function agentsVerb(program: Command, clock: Clock): void {
  const agents = program.command('agents').summary('list, show, forget and expect those that capture');
  withFolderOptions(agents.command('list'))
    .summary('list the agents, and how far each has got')
    .action((flags: Flags) => list(flags, clock));
  withAgentShow(agents, clock);
  withFolderOptions(agents.command('forget'))
    .summary('forget an agent until it is heard again')
    .argument('<agent>', 'its id, or its beginning')
    .action(forget);
  withFolderOptions(agents.command('expect'))
    .summary('name agents that must be there; without a name, list them')
    .argument('[agent...]', 'their ids', (text: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      checked(agentName.read)(text),
    ])
    .addOption(optionOf('agents.remove'))
    .action(expect);
}

function list({ dataDir, format }: Flags, clock: Clock): void {
  const folder = readFolder(dataDir);
  const agents = folder ? knownAgents(folder) : [];
  folder?.dispose();
  const now = clock.now();
  if (format === 'json') for (const one of agents) print(JSON.stringify(agentLine(one, now)));
  else print(agents.length === 0 ? 'No agents.' : agentTable(agents, now));
}

function knownAgents(folder: DataFolder): AgentStatus[] {
  const series = folder.series.newest();
  const records = series ? folder.agents.list(series.id) : [];
  return agentStatuses(records, new Set(folder.settings.expectedAgents()));
}

const agentLine = (one: AgentStatus, now: number): object => ({
  ...{ type: 'agent', agent: one.agent, state: one.state, expected: one.isExpected },
  lastMark: one.seenMs === null ? null : isoTime(one.seenMs),
  reached: one.reachedMs === null ? null : isoTime(one.reachedMs),
  lagMs: one.reachedMs === null ? null : Math.max(0, now - one.reachedMs),
  interfaces: one.interfaces.map(({ name, coveredToMs }) => ({ name, coveredTo: isoTime(coveredToMs) })),
  ...{ filter: one.filter, publishWhen: one.publishWhen, epoch: one.epoch },
  ...{ version: one.version, spool: one.spool, dropped: one.dropped },
});

const none = '—';

const agentTable = (agents: readonly AgentStatus[], now: number): string =>
  formatTable([
    [
      'agent',
      'state',
      'last mark',
      'reached',
      'lag',
      'interfaces',
      'dropped',
      'spool',
      'version',
      'filter',
      'publish when',
      'epoch',
    ],
    ...agents.map((one) => [
      one.agent,
      one.isExpected && one.state !== 'expected' ? `${one.state}, expected` : one.state,
      one.seenMs === null ? none : formatTime(one.seenMs),
      one.reachedMs === null ? none : formatTime(one.reachedMs),
      one.reachedMs === null ? none : waitText(Math.max(0, now - one.reachedMs)),
      one.interfaces.map(({ name, coveredToMs }) => `${name} to ${formatTime(coveredToMs)}`).join(', ') ||
        none,
      one.dropped === null ? none : plural(one.dropped, 'packet'),
      one.spool === null ? none : plural(one.spool.records, 'record'),
      one.version ?? none,
      one.filter || none,
      one.publishWhen || none,
      one.epoch === null ? none : formatTime(one.epoch),
    ]),
  ]);

function forget(name: string, { dataDir, format }: Flags): void {
  const folder = shareFolder(dataDir);
  try {
    const agent = findAgent(folder, name);
    const series = folder.series.newest()!;
    folder.transaction(() => folder.agents.forget(series.id, agent));
    print(
      format === 'json'
        ? JSON.stringify({ type: 'forgotten', agent })
        : `Agent ${agent} is forgotten until it is heard again.`,
    );
  } finally {
    folder.dispose();
  }
}

/** The agent whose id is, or begins with, the text. */
function findAgent(folder: DataFolder, name: string): string {
  const heard = knownAgents(folder).filter(({ state }) => state !== 'expected');
  const found = heard.filter(({ agent }) => agent.startsWith(name));
  const exact = heard.find(({ agent }) => agent === name) ?? (found.length === 1 ? found[0] : undefined);
  if (exact) return exact.agent;
  const what = found.length > 1 ? 'More than one agent has' : 'No agent that was heard has';
  throw new MonitorError('request/invalid', `${what} an id that begins with "${name}"`, {
    remedy: 'see which there are with: agents list',
  });
}

function expect(names: readonly string[], { dataDir, format, remove }: ExpectFlags): void {
  const expected = names.length === 0 ? expectedIn(dataDir) : changedIn(dataDir, names, remove ?? false);
  if (format === 'json') print(JSON.stringify({ type: 'expected', agents: expected }));
  else print(expected.length === 0 ? 'No agents are expected.' : expected.join('\n'));
}

function expectedIn(dataDir: string): readonly string[] {
  const folder = readFolder(dataDir);
  const expected = folder?.settings.expectedAgents() ?? [];
  folder?.dispose();
  return expected;
}

function changedIn(dataDir: string, names: readonly string[], remove: boolean): readonly string[] {
  const folder = shareFolder(dataDir);
  try {
    return changeExpected(folder, names, !remove);
  } finally {
    folder.dispose();
  }
}
