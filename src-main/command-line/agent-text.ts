import { isoTime } from '../common/alert-json.ts';
import { agentShare, agentTest, isShareExact } from '../common/agent-share.ts';
import { bytesText, countText } from '../common/format.ts';
import { lackPhrases } from '../common/lacks.ts';
import type { AgentHistory, AgentRollup, AgentShare } from '../common/model/agents.ts';
import type { WindowDetail } from '../common/model/windows.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';
import { lackLine } from './json-lines.ts';
import { inPersonsLanguage } from './person-language.ts';
import { atLeast, exactnessOf, exactPhrase, formatTable, heads, perHead, timeHead } from './text.ts';
import { formatTime } from '../common/report/alert-prose.ts';

/** What agents brought to a window, as a line of JSON. */
export function agentWindowLine(window: WindowDetail, pattern: string): object {
  const share = agentShare(window, agentTest(pattern));
  return {
    ...{ type: 'agent-window', start: isoTime(window.startMs), end: isoTime(window.endMs) },
    ...{ revision: window.revision, agent: pattern, agents: share.agents },
    ...{ bytes: share.bytes, packets: share.packets, unknownPackets: share.unknownPackets },
    ...{ exact: isShareExact(share) && window.closed, lacks: share.lacks.map(lackLine) },
  };
}

/** What agents brought to windows, as a table. */
export const agentWindowTable = (
  windows: readonly WindowDetail[],
  pattern: string,
  timeZone: string,
): string =>
  formatTable([
    [timeHead('window', timeZone), ...heads('bytes', '', 'packets', 'agents', 'total')],
    ...windows.map((window) => {
      const share = agentShare(window, agentTest(pattern));
      return [
        ...[formatTime(window.startMs, timeZone), countText(share.bytes), bytesText(share.bytes)],
        ...[countText(share.packets), String(share.agents.length), shareText(share, window.closed)],
      ];
    }),
  ]);

function shareText(share: AgentShare, closed: boolean): string {
  const unknown = share.unknownPackets > 0 ? [unkept(share)] : [];
  return exactnessOf([...unknown, ...lackPhrases(share.lacks)], closed);
}

const unkept = ({ unknownPackets }: Pick<AgentShare, 'unknownPackets'>): Phrase =>
  say('lack.pairsNotByAgent', { packets: say('count.packets', { count: unknownPackets }) });

/** The past of agents, as a line of JSON. */
export const agentHistoryLine = (agent: string, history: AgentHistory): object => ({
  ...{ type: 'agent-history', agent, isWhole: history.isWhole },
  parts: history.parts.map(({ startMs, endMs, inexact, lacks, ...sums }) => ({
    ...{ start: isoTime(startMs), end: isoTime(endMs), ...sums },
    exact: isPartExact({ ...sums, inexact, lacks }),
    lacks: lacks.map(lackLine),
  })),
  ...{ agents: history.agents, agentCount: history.agentCount },
});

const isPartExact = ({
  unknownPackets,
  inexact,
  lacks,
}: Pick<AgentRollup, 'unknownPackets' | 'inexact' | 'lacks'>): boolean =>
  unknownPackets === 0 && inexact === 0 && lacks.length === 0;

/** The past of agents, in lines for people. */
export function* agentHistoryLines(per: string, history: AgentHistory, timeZone: string): Generator<string> {
  yield formatTable([
    [perHead(per, timeZone), ...heads('bytes', '', 'packets', 'windows', 'total')],
    ...history.parts.map((part) => [
      ...[formatTime(part.startMs, timeZone), countText(part.bytes), bytesText(part.bytes)],
      ...[countText(part.packets), countText(part.windows), partText(part)],
    ]),
  ]);
  if (!history.isWhole) yield inPersonsLanguage(say('history.noTimeToRead'));
  if (history.agentCount < 2) return;
  yield inPersonsLanguage(say('count.agents', { count: history.agentCount }));
  yield formatTable([
    heads('agent', 'bytes', '', 'packets', ''),
    ...history.agents.map((sum) => [
      ...[sum.agent, countText(sum.bytes), bytesText(sum.bytes), countText(sum.packets)],
      sum.unknownPackets > 0 ? atLeast(';', [unkept(sum)]) : '',
    ]),
  ]);
}

function partText(part: AgentRollup): string {
  const reasons = [
    ...(part.unknownPackets > 0 ? [unkept(part)] : []),
    ...(part.inexact > 0 ? [say('lack.inWindows', { count: part.inexact })] : []),
    ...lackPhrases(part.lacks),
  ];
  return reasons.length > 0 ? atLeast(';', reasons) : inPersonsLanguage(exactPhrase(isPartExact(part)));
}
