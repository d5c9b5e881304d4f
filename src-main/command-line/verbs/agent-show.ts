import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { systemTimeZone } from '../../common/periods/time-zone.ts';
import { epochMs } from '../../common/units.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import { agentHistoryLine, agentHistoryLines } from '../agent-text.ts';
import { inFolder, isEmpty } from '../open-folder.ts';
import type { Format } from '../options.ts';
import { print } from '../run-output.ts';
import { withFolderOptions } from '../stored-options.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
  readonly per: string;
  readonly from?: number;
  readonly to?: number;
}

const dayMs = 86_400_000;
const usualDays = 30;
/** As many stretches as are read at once. */
const mostParts = 4_000;

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
  const edges = await edgesOf(flags, clock.now());
  return inFolder(flags.dataDir, clock, async (folder) => {
    if (await isEmpty(folder)) return print(`There is no history in ${flags.dataDir} yet.`);
    const history = await folder.getAgentHistory({ edges, agent });
    if (flags.format === 'json') return print(JSON.stringify(agentHistoryLine(agent, history)));
    if (history.agentCount === 0)
      return print(
        `No agent called ${agent} brought anything in that time. See which there are with: agents list`,
      );
    for (const line of agentHistoryLines(flags.per, history)) print(line);
  });
}

/** Where the periods begin that hold the range, in this machine's time zone. */
async function edgesOf({ per, from, to }: Flags, now: number): Promise<number[]> {
  const { Calendar } = await import('../../common/periods/calendar.ts');
  const calendar = new Calendar(systemTimeZone());
  const [startMs, endMs] = [from ?? now - usualDays * dayMs, to ?? now];
  if (startMs >= endMs) throw new MonitorError('request/invalid', say('command.fromBeforeTo'));
  const edges: number[] = [];
  for (let at = startMs; at < endMs;) {
    const period = calendar.periodAt(epochMs(at), parsePeriod(per));
    edges.push(period.startMs);
    at = period.endMs;
    if (at >= endMs) edges.push(at);
    if (edges.length > mostParts)
      throw new MonitorError('request/invalid', say('command.manyPeriods', { most: mostParts }), {
        remedy: say('command.remedy.manyPeriods'),
      });
  }
  return edges;
}
