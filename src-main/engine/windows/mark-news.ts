import { type EpochMs, epochMs } from '../../common/units.ts';
import type { InterfaceCoverage, Mark } from '../flow-records/mark.ts';
import type { AgentRecord } from './agent-record.ts';

/** Clocks of one machine differ by less than this from one mark to the next, unless the clock was set back. */
const backToleranceMs = 2_000;

/** A stretch of time. */
export interface TimeSpan {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
}

/** A stretch in which an agent captured nothing, on one interface. */
export interface CoverageGap extends TimeSpan {
  readonly interface: string;
  /** Whether it was away, before its first start or after a farewell: a window that lies wholly in it lacks nothing. */
  readonly isAway: boolean;
}

/** What a mark says that was not known before. */
export interface MarkNews {
  /** Spans with their counts, which no other mark has. */
  readonly spans: readonly InterfaceCoverage[];
  readonly gaps: readonly CoverageGap[];
  /** The time that this mark covers since the one before, where the agent lived on; windows exist in it. */
  readonly lived: TimeSpan | undefined;
  /** From when on windows may have closed without the agent, up to this mark; null where none has. */
  readonly doubtMs: EpochMs | null;
  /** The agent was missing until now: what is open waits for it again. */
  readonly hasReturned: boolean;
  /** The time of which all records were read by now, where windows had closed without them. */
  readonly healed: TimeSpan | undefined;
  /** The agent's time went back to this instant: its clock was set. */
  readonly wentBackToMs: EpochMs | undefined;
  /** Records of it were lost in the partition, of a time from then on. */
  readonly lostSinceMs: EpochMs | undefined;
  /** Another process publishes under the same name. */
  readonly hasRival: boolean;
}

/** The first instant that a mark's spans cover. */
export function earliest({ interfaces, reachedMs }: Mark): EpochMs {
  const begins = interfaces.filter(isSpan).map(({ fromMs }) => fromMs);
  return begins.length > 0 ? epochMs(Math.min(...begins)) : reachedMs;
}

/** Not so of losses that are told with a time of their own. */
const isSpan = ({ received, queueDropped }: InterfaceCoverage): boolean => received > 0 || queueDropped === 0;

export function setBackTo(
  mark: Mark,
  before: AgentRecord | undefined,
  partition: number,
): EpochMs | undefined {
  const reachedMs = before?.reached.get(partition);
  return reachedMs !== undefined && mark.reachedMs < reachedMs - backToleranceMs ? mark.reachedMs : undefined;
}

const nothing: MarkNews = {
  spans: [],
  gaps: [],
  lived: undefined,
  doubtMs: null,
  hasReturned: false,
  healed: undefined,
  wentBackToMs: undefined,
  lostSinceMs: undefined,
  hasRival: false,
};

/**
 * The copy of a mark in another partition, or one that was sent again: an earlier one can't have got further. Else two
 * processes give the same sequences.
 */
export const repeated = (mark: Mark, known: AgentRecord): MarkNews => ({
  ...nothing,
  hasRival:
    mark.epoch < known.epoch
      ? mark.reachedMs > known.joinedMs + backToleranceMs
      : mark.reachedMs > known.livedMs,
});

/** Whether an agent that is heard of again, in another life, was away until then: it came, or it had said farewell. */
const wasAway = (mark: Mark, before: AgentRecord | undefined): boolean =>
  before === undefined || (before.sequence < 0 && !hasLived(mark, before)) || before.left.length > 0;

/** Whether an earlier life of an agent is known, be it by its records alone. */
function hasLived({ epoch }: Mark, { sequence, ahead, livedMs }: AgentRecord): boolean {
  if (sequence >= 0) return true;
  return ahead !== null && (ahead.epoch < epoch || (ahead.epoch === epoch && livedMs < ahead.fromMs));
}

/** @param isExpected whether the agent is to be there: it is missing then where it is away */
export function newsOf(
  mark: Mark,
  before: AgentRecord | undefined,
  wentBackToMs: EpochMs | undefined,
  isExpected: boolean,
): MarkNews {
  const isNewLife = !before || mark.epoch > before.epoch;
  const { reachedMs, interfaces } = mark;
  const spans = interfaces.filter(
    (span) => span.fromMs < span.toMs || span.received > 0 || span.kernelDropped > 0,
  );
  const endMs = epochMs(Math.max(reachedMs, ...interfaces.filter(isSpan).map(({ toMs }) => toMs)));
  const fromMs = isNewLife || wentBackToMs !== undefined ? earliest(mark) : before.livedMs;
  return {
    spans,
    gaps:
      wentBackToMs === undefined
        ? gapsOf(mark, before, isNewLife && wasAway(mark, before) && !isExpected)
        : [],
    lived: { fromMs: epochMs(Math.min(fromMs, endMs)), toMs: endMs },
    doubtMs: null,
    hasReturned: false,
    healed: undefined,
    wentBackToMs,
    lostSinceMs: undefined,
    hasRival: false,
  };
}

/** The time of each interface that no span covers: before its first one, between two, and up to what was reached. */
function gapsOf(mark: Mark, before: AgentRecord | undefined, wasAway: boolean): CoverageGap[] {
  const { interfaces, reachedMs, farewell } = mark;
  const ends = new Map<string, EpochMs>();
  const gaps: CoverageGap[] = [];
  const knownFromMs = before && hasLived(mark, before) ? before.livedMs : epochMs(-Infinity);
  for (const span of interfaces.filter(isSpan)) {
    const { name, fromMs: toMs } = span;
    const endMs = ends.get(name) ?? before?.covered.get(name) ?? knownFromMs;
    if (toMs > endMs) gaps.push({ interface: name, fromMs: endMs, toMs, isAway: wasAway && !ends.has(name) });
    ends.set(name, epochMs(Math.max(endMs, span.toMs)));
  }
  for (const [name, endMs] of ends) {
    if (endMs < reachedMs) gaps.push({ interface: name, fromMs: endMs, toMs: reachedMs, isAway: false });
    const leftMs = epochMs(Math.max(endMs, reachedMs));
    if (farewell) gaps.push({ interface: name, fromMs: leftMs, toMs: epochMs(Infinity), isAway: true });
  }
  return gaps;
}

export function coveredBy(
  { interfaces }: Mark,
  before: AgentRecord['covered'] | undefined,
): AgentRecord['covered'] {
  const covered = new Map<string, EpochMs>();
  for (const { name, toMs } of interfaces.filter(isSpan))
    covered.set(name, epochMs(Math.max(covered.get(name) ?? before?.get(name) ?? -Infinity, toMs)));
  return covered;
}

/** Absences of an agent that are remembered: windows of an older time are no longer made. */
const mostAbsences = 8;
const beginningMs = epochMs(-8.64e15);

/** When an agent lived. */
type Life = Pick<AgentRecord, 'joinedMs' | 'firstMs' | 'away'>;

/** When an agent lived whose life goes on. */
export const lifeOf = ({ joinedMs, firstMs, away }: AgentRecord): Life => ({ joinedMs, firstMs, away });

/**
 * Another life of an agent begins, and an absence ends, if it was away until then.
 *
 * @param isExpected whether the agent is to be there: then it is missing where it is away
 */
export function bornBy(mark: Mark, before: AgentRecord | undefined, isExpected: boolean): Life {
  const joinedMs = earliest(mark);
  const { away = [], sequence = -1, livedMs = joinedMs } = before ?? {};
  const firstMs = epochMs(Math.min(before?.firstMs ?? Infinity, joinedMs));
  if (isExpected || !wasAway(mark, before)) return { joinedMs, firstMs, away };
  const fromMs = sequence >= 0 ? livedMs : beginningMs;
  return { joinedMs, firstMs, away: [...away.slice(1 - mostAbsences), { fromMs, toMs: joinedMs }] };
}

type Heard = Pick<AgentRecord, 'reached' | 'left' | 'isSilent' | 'ahead' | 'doubtMs' | 'lost'>;

/** What any mark of an agent changes, also one that is repeated. */
export function heardBy(mark: Mark, before: AgentRecord | undefined, partition: number): Heard {
  const { epoch, reachedMs } = mark;
  const isEarlier = before !== undefined && epoch < before.epoch;
  const left = before?.epoch === epoch ? before.left : [];
  return {
    reached: new Map(before?.reached).set(partition, reachedMs),
    // The farewell of an earlier life says nothing of this one.
    left: isEarlier ? before.left : leftBy(mark, partition, left),
    isSilent: false,
    ahead: before?.ahead && before.ahead.epoch > epoch ? before.ahead : null,
    doubtMs: before?.doubtMs ?? null,
    lost: new Map([...(before?.lost ?? [])].filter(([one]) => one !== partition)),
  };
}

/** The partitions in which an agent has said farewell, with a mark of one of them. */
const leftBy = (mark: Mark, partition: number, before: readonly number[]): number[] => [
  ...before.filter((one) => one !== partition),
  ...(mark.farewell ? [partition] : []),
];
