import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { readRange } from '../../common/contract/replay.ts';
import { say } from '../../common/phrases/say.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import { agentHistoryLine, agentHistoryLines } from '../agent-text.ts';
import { edgesIn, type RangeFlags } from '../instants-in-zone.ts';
import { inFolder, isEmpty } from '../open-folder.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { withFolderOptions } from '../stored-options.ts';
import { helpText } from '../person-language.ts';

interface Flags extends RangeFlags {
  readonly dataDir: string;
  readonly format: Format;
  readonly per: string;
}

const usualDays = 30;

/** `agents show`. */
export function withAgentShow(agents: Command, clock: Clock): void {
  withFolderOptions(agents.command('show'))
    .summary(helpText('verb.agents.show'))
    .argument('<agent>', helpText('argument.agentOrPattern'))
    .addOption(optionOf('shown.per'))
    .addOption(optionOf('shown.from', { standard: say('standard.days30') }))
    .addOption(optionOf('shown.to', { standard: say('standard.now') }))
    .action((agent: string, flags: Flags) => show(agent, flags, clock));
}

async function show(agent: string, flags: Flags, clock: Clock): Promise<void> {
  return inFolder(flags.dataDir, clock, async (folder) => {
    const edges = await edgesIn(folder, { ...flags, usualDays, nowMs: clock.now() });
    if (await isEmpty(folder)) return print(say('history.none', { folder: flags.dataDir }));
    const of = { kind: 'agent', agent } as const;
    const { range: history } = await readRange(folder, { edges, of, before: null, usual: null });
    if (flags.format === 'json') return print(JSON.stringify(agentHistoryLine(agent, history)));
    if (history.agentCount === 0) return print(say('agents.noneThen', { agent }));
    for (const line of agentHistoryLines(flags.per, history, await folder.getTimeZone())) print(line);
  });
}
