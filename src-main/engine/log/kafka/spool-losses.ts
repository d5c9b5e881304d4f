import { epochMs } from '../../../common/units.ts';
import type { InterfaceCoverage, Mark } from '../../flow-records/mark.ts';

/** Packets of an interface that were lost, and when they passed. */
export interface LostPackets {
  readonly interface: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly packets: number;
}

/** What was lost of an interface and is still to be told by a mark. */
export interface Loss {
  readonly interface: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly kernelDropped: number;
  readonly interfaceDropped: number;
  readonly queueDropped: number;
  /** Packets of these that fell off the spool. */
  readonly spool: number;
}

/** Losses that no mark has told yet, on disk. */
export interface LossTable {
  all(): readonly Loss[];
  add(losses: readonly Loss[]): void;
  clear(): void;
  /**
   * Notes that a record was refused, until all rows before an offset have left the spool.
   *
   * @returns whether that is new
   */
  noteRefused(record: string, rowsEnd: number): boolean;
  /** Forgets refused records whose rows have left. */
  forgetRefused(beforeOffset: number): void;
}

/** So many spans of losses are told by one mark at most, so that brokers and readers take it. */
const spanBound = 200;
/** Spans are joined that lie in the same stretch of one of these lengths: the shorter, the more windows can do with it. */
const stretchesMs = [10_000, 60_000, 300_000, 3_600_000];

export const lossOf = ({ packets, ...where }: LostPackets): Loss => ({
  ...where,
  ...{ kernelDropped: 0, interfaceDropped: 0, queueDropped: packets, spool: packets },
});

/** What a mark tells of losses, to be told by another one where it does not arrive. */
export function lossesOf({ interfaces, lost }: Mark): Loss[] {
  const dropped = interfaces.filter(
    ({ kernelDropped, interfaceDropped, queueDropped }) =>
      kernelDropped + interfaceDropped + queueDropped > 0,
  );
  return dropped.map(({ name, fromMs, toMs, kernelDropped, interfaceDropped, queueDropped }, i) => ({
    ...{ interface: name, fromMs, toMs, kernelDropped, interfaceDropped, queueDropped },
    spool: i === 0 ? lost.spool : 0,
  }));
}

/** A mark that also tells what was lost before it, at its own times. */
export function withLosses(mark: Mark, losses: readonly Loss[]): Mark {
  if (losses.length === 0) return mark;
  const spans = stretchesMs.map((stretchMs) => spansOf(losses, 0, stretchMs));
  const told = spans.find(({ length }) => length <= spanBound) ?? spansOf(losses, Infinity, Infinity);
  const spool = losses.reduce((sum, one) => sum + one.spool, mark.lost.spool);
  return { ...mark, interfaces: [...told, ...mark.interfaces], lost: { spool } };
}

/** Losses of each interface, those as one that begin in the same stretch, and with little time in between. */
function spansOf(losses: readonly Loss[], longestGapMs: number, stretchMs: number): InterfaceCoverage[] {
  const stretchOf = (ms: number): number => Math.floor(ms / stretchMs);
  return [...Map.groupBy(losses, (one) => one.interface)].flatMap(([name, some]) => {
    const spans: InterfaceCoverage[] = [];
    for (const { fromMs, toMs, ...one } of some.toSorted((a, b) => a.fromMs - b.fromMs)) {
      const last = spans.at(-1);
      const goesOn =
        last && fromMs - last.toMs <= longestGapMs && stretchOf(fromMs) === stretchOf(last.fromMs);
      const before = goesOn ? spans.pop()! : { fromMs: epochMs(fromMs), toMs: epochMs(toMs), ...noDrops };
      spans.push({
        ...{ name, received: 0, dropsKnown: true, fromMs: before.fromMs },
        toMs: epochMs(Math.max(before.toMs, toMs)),
        kernelDropped: before.kernelDropped + one.kernelDropped,
        interfaceDropped: before.interfaceDropped + one.interfaceDropped,
        queueDropped: before.queueDropped + one.queueDropped,
      });
    }
    return spans;
  });
}

const noDrops = { kernelDropped: 0, interfaceDropped: 0, queueDropped: 0 };
