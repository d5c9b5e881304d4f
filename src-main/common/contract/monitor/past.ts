import * as v from 'valibot';
import type { RangeHistory, RangeKind } from '../../model/range.ts';
import { type UsualKind, usualKinds } from '../../model/usual.ts';
import {
  type PairPage,
  pairOrders,
  type TopHosts,
  type WindowDetail,
  type WindowRollup,
  type WindowSummary,
} from '../../model/windows.ts';
import { type Direction, directions } from '../../direction.ts';
import { call, gives } from '../contract.ts';
import { ascendingEdges, count, instant, network, offset, oneWay, series, text } from '../fields.ts';

/** As many of the newest windows are told with their sums. */
const windows = count(20_000, 0);

/** What of a range is summed. */
const rangeSubject = v.variant('kind', [
  v.strictObject({ kind: v.literal('totals'), windows }),
  /** Which way traffic went, as the home networks are now. */
  v.strictObject({ kind: v.literal('directions'), windows }),
  /**
   * What passed to and from a host, a network or a group of them; where a peer is named, what passed between the two alone,
   * and with a direction what went that way, seen from the home networks.
   */
  v.strictObject({
    ...{ kind: v.literal('scope'), host: text(64), peer: network },
    direction: v.exactOptional(v.picklist(directions)),
    /** How many peers are listed; with none, one host is summed much faster. */
    peers: count(1000, 0),
  }),
  /** What an agent, or each of a group by a pattern such as `office-*`, brought. */
  v.strictObject({
    kind: v.literal('agent'),
    agent: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  }),
]);

/** What the windows of the past can be asked: those of live traffic, and those of capture files. */
export const pastCalls = {
  /** The newest `count` windows that start in `[fromMs, toMs)`, oldest first, open ones included. */
  listWindows: call(
    v.strictObject({ series, fromMs: instant, toMs: instant, count: count(110_000) }),
    gives<readonly WindowSummary[]>(),
  ),
  getWindow: call(
    v.strictObject({ startMs: instant, pairs: count(250_001, 0) }),
    gives<WindowDetail | null>(),
  ),
  /**
   * A page of a window's pairs; null where there is no such window. The filter's words must all match: an address or a
   * network (either side, or one with `src:` or `dst:` before it), a group of networks such as `@office`, a direction as
   * `dir:in`, or a part of an address; several with commas between them, of which one must match.
   */
  listPairs: call(
    v.strictObject({
      startMs: instant,
      order: v.picklist(pairOrders),
      descending: v.boolean(),
      filter: text(10_000),
      offset,
      count: count(1000),
    }),
    gives<PairPage | null>(),
  ),
  /** The hosts of a window that sent most, and those to which most was sent; null where there is no such window. */
  listTopHosts: call(v.strictObject({ startMs: instant, count: count(1000) }), gives<TopHosts | null>()),
  /** Closed windows, taken together between each edge and the next by their start; a stretch with none is left out. */
  listRollups: call(v.strictObject({ series, edges: ascendingEdges }), gives<readonly WindowRollup[]>()),
  /**
   * A range of closed windows between each edge and the next, with what it is compared with and what was usual at the time:
   * all of one moment.
   */
  getRange: call(
    v.pipe(
      v.strictObject({
        ...{ series, edges: ascendingEdges, of: rangeSubject },
        /** The edges of the range that it is compared with; null for none. */
        before: v.nullable(ascendingEdges),
        /** Of what is told what was usual over the four weeks before, as far as that is known; null for nothing. */
        usual: v.nullable(v.strictObject({ of: v.picklist(usualKinds), direction: oneWay })),
      }),
      v.check(({ of, usual }) => usual === null || usualKindsOf(of.kind, usual.direction).includes(usual.of)),
    ),
    gives<RangeHistory>(),
  ),
} as const;

/** Of what of it is told what was usual: of a part of the traffic, the totals of hours or days. */
const usualKindsOf = (kind: RangeKind, direction: Direction | null): readonly UsualKind[] => {
  if (kind === 'agent') return [];
  return kind === 'scope' || direction !== null ? ['hours', 'days'] : usualKinds;
};
