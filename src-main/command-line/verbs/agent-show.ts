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

interface Flags extends RangeFlags {
  readonly dataDir: string;
  readonly format: Format;
  readonly per: string;
}

const usualDays = 30;

/** `agents show`. */
export function withAgentShow(agents: Command, clock: Clock): void {
  withFolderOptions(agents.command('show'))
    .summary('show what an agent, or a group of them, recorded by day, hour, month or another period')
    .argument('<agent>', 'its id, or a pattern with * for any text, such as office-*')
    .addOption(optionOf('shown.per'))
    .addOption(optionOf('shown.from', { standard: '30 days ago' }))
    .addOption(optionOf('shown.to', { standard: 'now' }))
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
