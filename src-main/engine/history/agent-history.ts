import { agentShare, agentTest } from '../../common/agent-share.ts';
import type { Clock } from '../../common/clock.ts';
import { addCounts } from '../../common/count.ts';
import type { AgentHistory, AgentRollup } from '../../common/model/agents.ts';
import type { WindowSummary } from '../../common/model/windows.ts';
import type { MonitorApi } from '../../common/monitor-api.ts';
import { epochMs } from '../../common/units.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import { visitWhileTime } from './while-time.ts';

/** Windows that are read at once: some milliseconds' worth. */
const windowsAtOnce = 200;
/** Agents of a group that are named. */
const namedAgents = 100;

interface AgentSums {
  bytes: number;
  packets: number;
}

/** A stretch of time that is read at once. */
interface Piece {
  readonly part: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What agents brought in closed windows, by the stretches of time between each edge and the next. */
export async function readAgentHistory(
  windows: Pick<WindowRepository, 'list'>,
  { edges, agent }: Parameters<MonitorApi['getAgentHistory']>[0],
  windowMs: number,
  clock: Pick<Clock, 'monotonic'>,
): Promise<AgentHistory> {
  const isMeant = agentTest(agent);
  const parts = new Map<number, AgentRollup>();
  const agents = new Map<string, AgentSums>();
  const pieces = piecesOf(edges, windowsAtOnce * windowMs);
  const unread = await visitWhileTime(pieces, clock, ({ part, fromMs, toMs }) => {
    for (const window of windows.list(fromMs, toMs, windowsAtOnce + 1)) {
      if (!window.closed) continue;
      const [startMs, endMs] = [epochMs(edges[part]!), epochMs(edges[part + 1]!)];
      parts.set(part, withWindow(parts.get(part) ?? { ...none, startMs, endMs }, window, isMeant));
      noteAgents(agents, window, isMeant);
    }
  });
  // Of the stretch in which time ran out, only a part was read.
  if (unread) parts.delete(unread.part);
  const all = [...agents].map(([name, sums]) => ({ agent: name, ...sums }));
  return {
    parts: [...parts.values()].sort((a, b) => a.startMs - b.startMs),
    isWhole: unread === undefined,
    agents: all.sort((a, b) => b.bytes - a.bytes || (a.agent < b.agent ? -1 : 1)).slice(0, namedAgents),
    agentCount: all.length,
  };
}

const none = { windows: 0, bytes: 0, packets: 0, unknownPackets: 0, inexact: 0 };

/** Newest first. */
function* piecesOf(edges: readonly number[], pieceMs: number): Generator<Piece> {
  for (let part = edges.length - 2; part >= 0; part -= 1)
    for (let toMs = edges[part + 1]!; toMs > edges[part]!; toMs -= pieceMs)
      yield { part, fromMs: Math.max(edges[part]!, toMs - pieceMs), toMs };
}

function withWindow(
  part: AgentRollup,
  window: WindowSummary,
  isMeant: (agent: string) => boolean,
): AgentRollup {
  const { bytes, packets, unknownPackets, lacks } = agentShare(window, isMeant);
  return {
    ...part,
    windows: part.windows + 1,
    bytes: addCounts(part.bytes, bytes),
    packets: addCounts(part.packets, packets),
    unknownPackets: addCounts(part.unknownPackets, unknownPackets),
    inexact: part.inexact + Number(lacks.length > 0),
  };
}

function noteAgents(
  agents: Map<string, AgentSums>,
  { interfaces }: WindowSummary,
  isMeant: (agent: string) => boolean,
): void {
  for (const { agent, bytes = 0, packets } of interfaces) {
    if (agent === null || !isMeant(agent)) continue;
    const sums = agents.get(agent) ?? { bytes: 0, packets: 0 };
    agents.set(agent, {
      bytes: addCounts(sums.bytes, bytes),
      packets: addCounts(sums.packets, packets),
    });
  }
}
