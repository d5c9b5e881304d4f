import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { isoTime } from '../../common/alert-json.ts';
import { MonitorError } from '../../common/errors.ts';
import type { AgentStatus } from '../../common/model/agents.ts';
import { say } from '../../common/phrases/say.ts';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import { agentName } from '../../settings/registry/kinds.ts';
import { checked } from '../../settings/sources/checked.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { inPersonsLanguage, helpText } from '../person-language.ts';
import { withFolderOptions } from '../stored-options.ts';
import { print } from '../run-output.ts';
import { formatTable, heads } from '../text.ts';
import { formatTime, waitText } from '../../common/report/alert-prose.ts';
import { inFolder } from '../open-folder.ts';
import { withAgentShow } from './agent-show.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

type ExpectFlags = Flags & { readonly remove?: boolean };

/** `agents list|show|forget|expect`: they store what a running instance takes up within about a second. */
export function agentsVerb(program: Command, clock: Clock): void {
  const agents = program.command('agents').summary(helpText('verb.agents'));
  withFolderOptions(agents.command('list'))
    .summary(helpText('verb.agents.list'))
    .action((flags: Flags) => list(flags, clock));
  withAgentShow(agents, clock);
  withFolderOptions(agents.command('forget'))
    .summary(helpText('verb.agents.forget'))
    .argument('<agent>', helpText('argument.agent'))
    .action((name: string, flags: Flags) => forget(name, flags, clock));
  withFolderOptions(agents.command('expect'))
    .summary(helpText('verb.agents.expect'))
    .argument(
      '[agent...]',
      helpText('argument.agents'),
      (text: string, before: readonly string[] | undefined) => [
        ...(before ?? []),
        checked(agentName.read)(text),
      ],
    )
    .addOption(optionOf('agents.remove'))
    .action((names: string[], flags: ExpectFlags) => expect(names, flags, clock));
}

async function list({ dataDir, format }: Flags, clock: Clock): Promise<void> {
  const { agents, timeZone } = await inFolder(dataDir, clock, async (folder) => ({
    agents: await knownAgents(folder),
    timeZone: await folder.getTimeZone(),
  }));
  const now = clock.now();
  if (format === 'json') for (const one of agents) print(JSON.stringify(agentLine(one, now)));
  else print(agents.length === 0 ? say('agents.none') : agentTable(agents, now, timeZone));
}

/** The agents by name. */
const knownAgents = async (folder: FolderApi): Promise<AgentStatus[]> =>
  (await folder.listAgents()).agents.toSorted((a, b) => (a.agent < b.agent ? -1 : 1));

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

const agentTable = (agents: readonly AgentStatus[], now: number, timeZone: string): string =>
  formatTable([
    heads(
      ...(['agent', 'state', 'lastMark', 'reached', 'lag', 'interfaces', 'dropped', 'spool'] as const),
      ...(['version', 'filter', 'publishWhen', 'epoch'] as const),
    ),
    ...agents.map((one) => [
      one.agent,
      stateText(one),
      one.seenMs === null ? none : formatTime(one.seenMs, timeZone),
      one.reachedMs === null ? none : formatTime(one.reachedMs, timeZone),
      one.reachedMs === null ? none : waitText(Math.max(0, now - one.reachedMs)),
      one.interfaces.map((own) => interfaceText(own, timeZone)).join(', ') || none,
      one.dropped === null ? none : inPersonsLanguage(say('count.packets', { count: one.dropped })),
      one.spool === null ? none : inPersonsLanguage(say('count.records', { count: one.spool.records })),
      one.version ?? none,
      one.filter || none,
      one.publishWhen || none,
      one.epoch === null ? none : formatTime(one.epoch, timeZone),
    ]),
  ]);

function stateText({ state, isExpected }: AgentStatus): string {
  const words = say(`agentState.${state}`);
  const isAlso = isExpected && state !== 'expected';
  return inPersonsLanguage(isAlso ? say('cell.expected', { state: words }) : words);
}

const interfaceText = ({ name, coveredToMs }: AgentStatus['interfaces'][number], timeZone: string): string =>
  inPersonsLanguage(say('cell.interfaceTo', { name, time: formatTime(coveredToMs, timeZone) }));

const forget = (name: string, { dataDir, format }: Flags, clock: Clock): Promise<void> =>
  inFolder(dataDir, clock, async (folder) => {
    const agent = await findAgent(folder, name);
    await folder.forgetAgent({ agent });
    print(
      format === 'json' ? JSON.stringify({ type: 'forgotten', agent }) : say('agents.forgotten', { agent }),
    );
  });

/** The agent whose id is, or begins with, the text. */
async function findAgent(folder: FolderApi, name: string): Promise<string> {
  const heard = (await knownAgents(folder)).filter(({ state }) => state !== 'expected');
  const found = heard.filter(({ agent }) => agent.startsWith(name));
  const exact = heard.find(({ agent }) => agent === name) ?? (found.length === 1 ? found[0] : undefined);
  if (exact) return exact.agent;
  const message = say(found.length > 1 ? 'command.manyAgents' : 'command.noAgent', { name });
  throw new MonitorError('request/invalid', message, { remedy: say('command.remedy.agents') });
}

async function expect(
  names: readonly string[],
  { dataDir, format, remove }: ExpectFlags,
  clock: Clock,
): Promise<void> {
  const expected = await inFolder(dataDir, clock, (folder) =>
    names.length === 0 ? folder.listExpected() : folder.expectAgents(names, !remove),
  );
  if (format === 'json') print(JSON.stringify({ type: 'expected', agents: expected }));
  else print(expected.length === 0 ? say('agents.noneExpected') : expected.join('\n'));
}
