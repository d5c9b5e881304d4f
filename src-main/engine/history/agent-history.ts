import { agentShare, agentTest } from '../../common/agent-share.ts';
import type { Clock } from '../../common/clock.ts';
import { addCounts } from '../../common/count.ts';
import { MonitorError } from '../../common/errors.ts';
import type { AgentHistory, AgentRollup } from '../../common/model/agents.ts';
import type { Lack, WindowSummary } from '../../common/model/windows.ts';
import { say } from '../../common/phrases/say.ts';
import { epochMs } from '../../common/units.ts';
import { tileMs } from '../periods/period-sums.ts';
import type { Series } from '../store/series-repository.ts';
import type { WindowRepository } from '../store/window-repository.ts';
import { visitWhileTime } from './while-time.ts';

/** Windows that are read at once: some milliseconds' worth. */
const windowsAtOnce = 200;
/** Agents of a group that are named. */
const namedAgents = 100;

interface AgentSums {
  bytes: number;
  packets: number;
  unknownPackets: number;
}

/** A stretch of time that is read at once. */
interface Piece {
  readonly part: number;
  readonly fromMs: number;
  readonly toMs: number;
}

type Windows = Pick<WindowRepository, 'list' | 'newestClosedMs'>;

/** Of a series, what has to be known beside its windows. */
interface AgentSeries extends Pick<Series, 'name' | 'sizeMs' | 'slideMs'> {
  /** Before when its windows were let go of; null where none were. */
  readonly keptFromMs: number | null;
}

/**
 * What agents brought in closed windows, by the stretches of time between each edge and the next. Of overlapping windows,
 * those that lie side by side are taken: each packet counts once.
 *
 * @throws MonitorError `request/invalid` where no windows lie side by side
 */
export async function readAgentHistory(
  windows: Windows,
  { edges, agent }: { readonly edges: readonly number[]; readonly agent: string },
  series: AgentSeries,
  clock: Pick<Clock, 'monotonic'>,
): Promise<AgentHistory> {
  const lengthMs = tileMs(series);
  if (lengthMs === null)
    throw new MonitorError('request/invalid', say('history.noAgentSums'), {
      remedy: say('history.remedy.sideBySide'),
    });
  const parts = new PartSums(edges, agentTest(agent));
  const pieces = piecesOf(edges, windowsAtOnce * series.slideMs);
  const unread = await visitWhileTime(pieces, clock, ({ part, fromMs, toMs }) => {
    for (const window of windows.list(fromMs, toMs, windowsAtOnce + 1))
      if (window.startMs % lengthMs === 0) parts.take(part, window);
  });
  const keptFromMs = series.keptFromMs ?? -Infinity;
  const newestMs = windows.newestClosedMs ?? -Infinity;
  const stored = { lengthMs, keptFromMs, newestMs, isLive: series.name.startsWith('live|') };
  // Of the stretch in which time ran out, only a part was read.
  const { rollups, agents } = parts.without(unread?.part);
  return {
    parts: rollups
      .map(({ hasOpen, ...part }) => ({ ...part, lacks: lacksOf(part, hasOpen, stored) }))
      .sort((a, b) => a.startMs - b.startMs),
    isWhole: unread === undefined,
    agents: agents.sort((a, b) => b.bytes - a.bytes || (a.agent < b.agent ? -1 : 1)).slice(0, namedAgents),
    agentCount: agents.length,
  };
}

/** Newest first. */
function* piecesOf(edges: readonly number[], pieceMs: number): Generator<Piece> {
  for (let part = edges.length - 2; part >= 0; part -= 1)
    for (let toMs = edges[part + 1]!; toMs > edges[part]!; toMs -= pieceMs)
      yield { part, fromMs: Math.max(edges[part]!, toMs - pieceMs), toMs };
}

/** Which windows there are. */
interface StoredWindows {
  /** Their length; they lie side by side. */
  readonly lengthMs: number;
  /** Before when they were let go of, and when the newest that is over begins. */
  readonly keptFromMs: number;
  readonly newestMs: number;
  /** Whether time of which there is no window is time in which nothing was captured. */
  readonly isLive: boolean;
}

/** Time of a stretch of which there are no windows, or not yet. */
function lacksOf(
  { startMs, endMs, windows }: Omit<AgentRollup, 'lacks'>,
  hasOpen: boolean,
  { lengthMs, keptFromMs, newestMs, isLive }: StoredWindows,
): Lack[] {
  const countUpTo = (ms: number): number => Math.ceil(ms / lengthMs);
  const isOver = countUpTo(endMs) - 1 <= newestMs / lengthMs;
  const open: Lack[] = hasOpen || (isLive && !isOver) ? [{ reason: 'not-over', toMs: endMs }] : [];
  if (!isLive) return open;
  const fromMs = epochMs(Math.max(startMs, Math.min(keptFromMs, endMs)));
  const due = countUpTo(Math.min(endMs, newestMs + 1)) - countUpTo(fromMs);
  return [
    ...(countUpTo(fromMs) > countUpTo(startMs)
      ? [{ reason: 'not-kept', fromMs: startMs, toMs: fromMs } as const]
      : []),
    ...(windows < due ? [{ reason: 'not-captured' } as const] : []),
    ...open,
  ];
}

/** A stretch, and whether a window in it is still open. */
type PartSum = Omit<AgentRollup, 'lacks'> & { readonly hasOpen: boolean };

const none = { windows: 0, bytes: 0, packets: 0, unknownPackets: 0, inexact: 0, hasOpen: false };

/** Sums up windows by stretches of time, and by agent; one stretch after the other. */
class PartSums {
  readonly #edges: readonly number[];
  readonly #isMeant: (agent: string) => boolean;
  readonly #parts = new Map<number, PartSum>();
  readonly #agents = new Map<string, AgentSums>();
  /** What agents brought in the stretch that is being read. */
  readonly #latest = new Map<string, AgentSums>();
  #latestPart = NaN;

  constructor(edges: readonly number[], isMeant: (agent: string) => boolean) {
    this.#edges = edges;
    this.#isMeant = isMeant;
  }

  take(part: number, window: WindowSummary): void {
    if (part !== this.#latestPart) this.#join();
    this.#latestPart = part;
    const [startMs, endMs] = [epochMs(this.#edges[part]!), epochMs(this.#edges[part + 1]!)];
    const sum = this.#parts.get(part) ?? { ...none, startMs, endMs };
    if (!window.closed) return void this.#parts.set(part, { ...sum, hasOpen: true });
    this.#parts.set(part, withWindow(sum, window, this.#isMeant));
    for (const { agent, bytes, packets } of window.interfaces)
      if (agent !== null && this.#isMeant(agent))
        addTo(this.#latest, agent, {
          ...{ bytes: bytes ?? 0, packets },
          unknownPackets: bytes === undefined ? packets : 0,
        });
  }

  /** All that was summed, but for one stretch, which is the last that was read. */
  without(part: number | undefined): {
    rollups: PartSum[];
    agents: (AgentSums & { readonly agent: string })[];
  } {
    if (part === this.#latestPart) this.#latest.clear();
    this.#join();
    const rollups = [...this.#parts].filter(([one, { windows }]) => one !== part && windows > 0);
    return {
      rollups: rollups.map(([, sum]) => sum),
      agents: [...this.#agents].map(([agent, sums]) => ({ agent, ...sums })),
    };
  }

  #join(): void {
    for (const [agent, sums] of this.#latest) addTo(this.#agents, agent, sums);
    this.#latest.clear();
  }
}

function withWindow(part: PartSum, window: WindowSummary, isMeant: (agent: string) => boolean): PartSum {
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

function addTo(agents: Map<string, AgentSums>, agent: string, more: AgentSums): void {
  const sums = agents.get(agent) ?? { bytes: 0, packets: 0, unknownPackets: 0 };
  agents.set(agent, {
    bytes: addCounts(sums.bytes, more.bytes),
    packets: addCounts(sums.packets, more.packets),
    unknownPackets: addCounts(sums.unknownPackets, more.unknownPackets),
  });
}
