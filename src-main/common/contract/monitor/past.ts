import * as v from 'valibot';
import {
  type DirectionHistory,
  type PairPage,
  pairOrders,
  type ScopeHistory,
  type TopHosts,
  type WindowDetail,
  type WindowRollup,
  type WindowSummary,
} from '../../model/windows.ts';
import { directions } from '../../direction.ts';
import { call, gives } from '../contract.ts';
import { ascendingEdges, count, instant, network, offset, series, text } from '../fields.ts';

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
  /** The same by direction, as the home networks are now, with as many of the newest windows at the same moment. */
  listDirections: call(
    v.strictObject({ series, edges: ascendingEdges, windows: count(20_000, 0) }),
    gives<DirectionHistory>(),
  ),
  /**
   * What passed to and from a host, a network or a group of them in closed windows, between each edge and the next; where a peer is named,
   * what passed between the two alone, and with a direction what went that way, seen from the home networks.
   */
  getScopeHistory: call(
    v.strictObject({
      series,
      edges: ascendingEdges,
      host: text(64),
      peer: network,
      direction: v.exactOptional(v.picklist(directions)),
      /** How many peers are listed; with none, one host is summed much faster. */
      peers: count(1000, 0),
    }),
    gives<ScopeHistory>(),
  ),
} as const;
