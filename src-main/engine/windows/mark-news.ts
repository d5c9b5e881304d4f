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

/**
 * Packets that an agent lost in this life, with those of a mark; without a number where they were not all counted, for as
 * long as the life lasts.
 *
 * @param before what is known up to the mark; nothing of another life
 */
export function withDropped(
  { interfaces }: Mark,
  before: Pick<AgentRecord, 'dropped'>,
): Pick<AgentRecord, 'dropped'> {
  if (before.dropped === undefined || interfaces.some(({ dropsKnown }) => !dropsKnown)) return {};
  const inMark = interfaces.map((one) => one.kernelDropped + one.interfaceDropped + one.queueDropped);
  return { dropped: inMark.reduce((sum, dropped) => sum + dropped, before.dropped) };
}

/** Not so of losses that are told with a time of their own. */
const isSpan = ({ received, queueDropped }: InterfaceCoverage): boolean => received > 0 || queueDropped === 0;

/**
 * Whether an agent's clock was set back since the marks before; in another life it may have passed that time again. That
 * one begins after the end of the one before, by whatever little: where it doesn't, the clock was set back by at least
 * as much as they overlap, and what passed in between nobody captured.
 */
export function wasSetBack(mark: Mark, before: AgentRecord | undefined): boolean {
  if (!before) return false;
  if (mark.epoch <= before.epoch) return isBefore(mark.reachedMs, before);
  const begun = mark.interfaces.filter((span) => isSpan(span) && span.fromMs < span.toMs);
  const fromMs = Math.min(mark.reachedMs, ...begun.map((span) => span.fromMs));
  const overlaps = begun.some((span) => span.fromMs < (before.covered.get(span.name) ?? -Infinity));
  return overlaps || isBefore(epochMs(fromMs), before, 0);
}

/** Whether an agent is at an earlier time than it had reached, in whatever partition. */
export const isBefore = (
  atMs: EpochMs,
  { reached }: Pick<AgentRecord, 'reached'>,
  toleranceMs = backToleranceMs,
): boolean => atMs < Math.max(...reached.values()) - toleranceMs;

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
    !hasOtherClock(mark, known) &&
    (mark.epoch < known.epoch
      ? mark.reachedMs > known.joinedMs + backToleranceMs
      : mark.reachedMs > known.livedMs),
});

/** Whether a mark was written before its agent's clock was set back. */
const hasOtherClock = ({ epoch, sequence }: Mark, known: AgentRecord | undefined): boolean => {
  const { setBack = null } = known ?? {};
  if (setBack === null) return known !== undefined && epoch < known.epoch && beganSetBack(known);
  return epoch < setBack.epoch || (epoch === setBack.epoch && sequence < setBack.sequence);
};

/** Whether a life began by a clock that an earlier one had been ahead of: its epoch is behind that one's, not its time. */
const beganSetBack = ({ epoch, joinedMs }: AgentRecord): boolean => epoch > joinedMs + backToleranceMs;

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
        ? gapsOf(mark, before, { isExpected, wasAway: isNewLife && wasAway(mark, before) && !isExpected })
        : gapsWithin(mark),
    lived: { fromMs: epochMs(Math.min(fromMs, endMs)), toMs: endMs },
    doubtMs: null,
    hasReturned: false,
    healed: undefined,
    wentBackToMs,
    lostSinceMs: undefined,
    hasRival: false,
  };
}

/** When an agent was there at the latest that was away: a life's first records may be older than what its marks cover. */
const cameBy = ({ epoch }: Mark, before: AgentRecord | undefined): number =>
  before?.ahead && before.ahead.epoch <= epoch ? before.ahead.fromMs : Infinity;

/** The time of each interface that no span covers: before its first one, between two, and up to what was reached. */
function gapsOf(
  mark: Mark,
  before: AgentRecord | undefined,
  { isExpected, wasAway }: { isExpected: boolean; wasAway: boolean },
): CoverageGap[] {
  const { interfaces, reachedMs, farewell } = mark;
  const ends = new Map<string, EpochMs>();
  const gaps: CoverageGap[] = [];
  // One that is to be there was missing until its first record came, if no mark of it is known.
  const isKnown = before && hasLived(mark, before) && !(isExpected && before.sequence < 0);
  const knownFromMs = isKnown ? before.livedMs : epochMs(-Infinity);
  for (const span of interfaces.filter(isSpan)) {
    const { name, fromMs: toMs } = span;
    const endMs = ends.get(name) ?? before?.covered.get(name) ?? knownFromMs;
    const isAway = wasAway && !ends.has(name);
    const cameMs = epochMs(isAway ? Math.max(endMs, Math.min(toMs, cameBy(mark, before))) : endMs);
    if (cameMs > endMs) gaps.push({ interface: name, fromMs: endMs, toMs: cameMs, isAway });
    if (toMs > cameMs) gaps.push({ interface: name, fromMs: cameMs, toMs, isAway: false });
    ends.set(name, epochMs(Math.max(endMs, span.toMs)));
  }
  for (const [name, endMs] of ends) {
    if (endMs < reachedMs) gaps.push({ interface: name, fromMs: endMs, toMs: reachedMs, isAway: false });
    const leftMs = epochMs(Math.max(endMs, reachedMs));
    if (farewell) gaps.push({ interface: name, fromMs: leftMs, toMs: epochMs(Infinity), isAway: true });
  }
  return gaps;
}

/** What a mark alone lacks of the time that it is about: what was before it had another clock. */
const gapsWithin = (mark: Mark): CoverageGap[] =>
  gapsOf(mark, undefined, { isExpected: false, wasAway: false })
    .map((gap) => ({ ...gap, fromMs: epochMs(Math.max(gap.fromMs, earliest(mark))) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);

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
type Life = Pick<AgentRecord, 'joinedMs' | 'firstMs' | 'away' | 'setBack'>;

/** An agent lives on by a clock that was set back: what is known of when it was away has another time. */
export function rebornBy(mark: Mark, { firstMs }: AgentRecord): Life {
  const joinedMs = earliest(mark);
  const { epoch, sequence } = mark;
  return { joinedMs, firstMs: epochMs(Math.min(firstMs, joinedMs)), away: [], setBack: { epoch, sequence } };
}

/** When an agent lived whose life goes on. */
export const lifeOf = ({ joinedMs, firstMs, away, setBack }: AgentRecord): Life => ({
  ...{ joinedMs, firstMs, away, setBack },
});

/**
 * Another life of an agent begins, and an absence ends, if it was away until then.
 *
 * @param isExpected whether the agent is to be there: then it is missing where it is away
 */
export function bornBy(mark: Mark, before: AgentRecord | undefined, isExpected: boolean): Life {
  const joinedMs = earliest(mark);
  const { away = [], sequence = -1, livedMs = joinedMs, setBack = null } = before ?? {};
  const firstMs = epochMs(Math.min(before?.firstMs ?? Infinity, joinedMs));
  if (isExpected || !wasAway(mark, before)) return { joinedMs, firstMs, away, setBack };
  const fromMs = sequence >= 0 ? livedMs : beginningMs;
  const toMs = epochMs(Math.max(fromMs, Math.min(joinedMs, cameBy(mark, before))));
  const absences = [...away.slice(1 - mostAbsences), { fromMs, toMs }];
  return { joinedMs, firstMs, away: absences, setBack };
}

type Partitions = Pick<AgentRecord, 'reached' | 'lost'>;
type Heard = Pick<AgentRecord, 'reached' | 'left' | 'isSilent' | 'ahead' | 'doubtMs' | 'lost'>;

/** What any mark of an agent changes, also one that is repeated. */
export function heardBy(mark: Mark, before: AgentRecord | undefined, partition: number): Heard {
  const { epoch, sequence } = mark;
  const isEarlier = before !== undefined && epoch < before.epoch;
  const left = before?.epoch === epoch ? before.left : [];
  const { ahead = null } = before ?? {};
  const isTold = ahead?.epoch === epoch && (ahead.sequence ?? -1) < sequence;
  return {
    reached: new Map(before?.reached).set(partition, reachedBy(mark, before)),
    // The farewell of an earlier life says nothing of this one.
    left: isEarlier ? before.left : leftBy(mark, partition, left),
    isSilent: false,
    ahead: ahead === null || ahead.epoch < epoch || isTold ? null : ahead,
    doubtMs: before?.doubtMs ?? null,
    lost: new Map([...(before?.lost ?? [])].filter(([one]) => one !== partition)),
  };
}

/** What was written before the clock was set back says nothing of the time since. */
const reachedBy = (mark: Mark, before: AgentRecord | undefined): EpochMs =>
  before && hasOtherClock(mark, before) ? epochMs(Math.min(mark.reachedMs, before.joinedMs)) : mark.reachedMs;

/** What was known of the partitions goes back with an agent's time: in the others its records of then are to be read. */
export function backBy(mark: Mark, { reached, lost }: Partitions): Partitions {
  const toMs = epochMs(Math.min(earliest(mark), mark.reachedMs));
  const least = (times: ReadonlyMap<number, EpochMs>): Map<number, EpochMs> =>
    new Map([...times].map(([partition, atMs]) => [partition, epochMs(Math.min(atMs, toMs))]));
  return { reached: least(reached), lost: least(lost) };
}

/** The partitions in which an agent has said farewell, with a mark of one of them. */
const leftBy = (mark: Mark, partition: number, before: readonly number[]): number[] => [
  ...before.filter((one) => one !== partition),
  ...(mark.farewell ? [partition] : []),
];
