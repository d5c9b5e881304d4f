import * as v from 'valibot';
import { parseNetwork } from '../../common/address.ts';
import { durationMs, type EpochMs, epochMs } from '../../common/units.ts';
import { type AddressFamily, type FlowBatch, flowSize, type PairKey, viewOf, writeCount } from './layout.ts';

/** What one interface of an agent brought to a window in a partition. */
export interface PartShare {
  /** Null where it is not known. */
  readonly agent: string | null;
  /** The life of an agent that writes marks; null for one that doesn't. */
  readonly epoch: number | null;
  readonly interface: string;
  readonly packets: number;
  readonly bytes: number;
  /** The records that came since the sums before: the first one's sequence, and their time. */
  readonly heard?: {
    readonly sequence: number;
    readonly fromMs: EpochMs;
    readonly toMs: EpochMs;
    /** When the newest of them begins. */
    readonly lastMs: EpochMs;
  };
}

/** What of a window is summed, and whose pairs are to come when it ends. */
export interface OpenSums {
  readonly bytes: number;
  readonly packets: number;
  /** Bytes by the scope of limits; of scopes that aren't among them there are none. */
  readonly scopes: ReadonlyMap<string, number>;
  readonly pairCount: number;
  /** The largest pairs. */
  readonly top: readonly { readonly pair: PairKey; readonly bytes: number; readonly packets: number }[];
}

/** What a cluster has summed of a window in one partition: all of it, in place of what it said before. */
export interface PartSums {
  readonly startMs: EpochMs;
  readonly endMs: EpochMs;
  /** The end of the newest interval that they tell of. */
  readonly latestMs: EpochMs;
  readonly revision: number;
  readonly bytes: number;
  readonly packets: number;
  readonly open: OpenSums;
  readonly shares: readonly PartShare[];
  /** Pairs that were not told of before, or by how much they have grown, by the agent that recorded them. */
  readonly pairs: readonly { readonly agent: string | null; readonly batch: FlowBatch }[];
}

/** Version of the values that a job writes. */
export const sumsVersion = 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const instant = v.pipe(v.number(), v.safeInteger(), v.minValue(-8.64e15), v.maxValue(8.64e15));
const agent = v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256)));
const flow = v.tuple([v.string(), v.string(), count, count]);

const schema = v.object({
  v: v.literal(sumsVersion),
  kind: v.literal('sums'),
  start: instant,
  end: instant,
  revision: count,
  bytes: count,
  packets: count,
  pairCount: v.optional(count, 0),
  top: v.optional(v.array(flow), []),
  open: v.object({ bytes: count, packets: count, scopes: v.array(v.tuple([v.string(), count])) }),
  coverage: v.array(
    v.object({
      agent,
      epoch: v.nullable(count),
      interface: v.string(),
      packets: count,
      bytes: count,
      heard: v.optional(v.object({ sequence: count, from: instant, to: instant, last: instant })),
    }),
  ),
  pairs: v.optional(v.array(v.tupleWithRest([agent], v.unknown())), []),
});

type Wire = v.InferOutput<typeof schema>;

/**
 * Reads the sums of a window in a partition, as docs/cluster.md describes them.
 *
 * @returns the sums, or why the value isn't one
 */
export function decodePartSums(value: unknown): PartSums | string {
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const [issue] = result.issues;
    return `the sums: ${v.getDotPath(issue) ?? 'value'}: ${issue.message}`.slice(0, 200);
  }
  try {
    return partOf(result.output);
  } catch {
    return 'the sums: a pair is not two addresses of one IP version with bytes and packets';
  }
}

function partOf({ start, end, revision, bytes, packets, pairCount, top, ...wire }: Wire): PartSums {
  const span = { fromMs: epochMs(start), intervalMs: durationMs(end - start) };
  return {
    startMs: epochMs(start),
    endMs: epochMs(end),
    latestMs: epochMs(Math.max(start, ...wire.coverage.map(({ heard }) => heard?.to ?? -Infinity))),
    ...{ revision, bytes, packets },
    open: {
      ...{ bytes: wire.open.bytes, packets: wire.open.packets, pairCount },
      scopes: new Map(wire.open.scopes),
      top: top.map(([source, destination, ofPair, packetsOfPair]) => ({
        ...{ pair: pairOf(source, destination), bytes: ofPair, packets: packetsOfPair },
      })),
    },
    shares: wire.coverage.map(({ heard, ...share }) => ({
      ...share,
      ...(heard && { heard: heardOf(heard) }),
    })),
    pairs: wire.pairs.flatMap(([owner, ...flows]) =>
      batchesOf(flows as Flow[], span).map((batch) => ({ agent: owner, batch })),
    ),
  };
}

const heardOf = (heard: NonNullable<Wire['coverage'][number]['heard']>): NonNullable<PartShare['heard']> => ({
  sequence: heard.sequence,
  fromMs: epochMs(heard.from),
  toMs: epochMs(heard.to),
  lastMs: epochMs(heard.last),
});

type Flow = readonly [source: string, destination: string, bytes: number, packets: number];

/** Of each family a batch, where there are flows of it. */
function batchesOf(flows: readonly Flow[], span: Pick<FlowBatch, 'fromMs' | 'intervalMs'>): FlowBatch[] {
  const byFamily = new Map<AddressFamily, { pair: PairKey; flow: Flow }[]>();
  for (const one of flows) {
    const pair = pairOf(one[0], one[1]);
    const family = pair.length === 8 ? 4 : 6;
    const known = byFamily.get(family);
    if (known) known.push({ pair, flow: one });
    else byFamily.set(family, [{ pair, flow: one }]);
  }
  return [...byFamily].map(([family, ofFamily]) => batchOf(family, ofFamily, span));
}

function batchOf(
  family: AddressFamily,
  flows: readonly { readonly pair: PairKey; readonly flow: Flow }[],
  span: Pick<FlowBatch, 'fromMs' | 'intervalMs'>,
): FlowBatch {
  const buffer = Buffer.alloc(flows.length * flowSize(family));
  const view = viewOf(buffer);
  let [at, bytes, packets] = [0, 0, 0];
  for (const { pair, flow } of flows) {
    if (!Number.isSafeInteger(flow[2]) || !Number.isSafeInteger(flow[3])) throw new TypeError('not a count');
    at += buffer.write(pair, at, 'latin1');
    at = writeCount(view, flow[2], at);
    at = writeCount(view, flow[3], at);
    bytes += flow[2];
    packets += flow[3];
  }
  return { ...span, interface: '', family, count: flows.length, packets, bytes, flows: buffer };
}

function pairOf(source: string, destination: string): PairKey {
  const pair = packed(source) + packed(destination);
  if (pair.length !== 8 && pair.length !== 32) throw new TypeError('not a pair');
  return pair as PairKey;
}

const part = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const dotted = new RegExp(`^${part}\\.${part}\\.${part}\\.${part}$`);

/** Most addresses are of IPv4, and there are very many. */
function packed(text: string): string {
  const parts = dotted.exec(text);
  if (!parts) return parseNetwork(text).packed;
  return String.fromCharCode(Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4]));
}
