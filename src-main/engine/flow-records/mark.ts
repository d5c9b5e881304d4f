import * as v from 'valibot';
import { type EpochMs, epochMs } from '../../common/units.ts';

/** What a mark says of one interface, over `[fromMs, toMs)`. Its packets and drops are counted in no other mark. */
export interface InterfaceCoverage {
  readonly name: string;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Packets that the kernel had for the capture: dropped ones, and those that were captured, whatever they hold. */
  readonly received: number;
  readonly kernelDropped: number;
  readonly interfaceDropped: number;
  /** Captured packets that were lost on their way into the log. */
  readonly queueDropped: number;
  /** Whether all that drops packets before they can be captured counts them. */
  readonly dropsKnown: boolean;
}

/**
 * What an agent knows of its own records, in the log behind them. An interface's span that does not begin where the
 * one before ended is a gap in between; so is the time from its end to `reachedMs`. An interface that isn't named any
 * more is no longer to be captured.
 */
export interface Mark {
  readonly agent: string;
  /** When this life of the agent began, in ms since 1970: the sequences of two lives have nothing to do with each other. */
  readonly epoch: number;
  /** From the same row of numbers as those of the agent's records. */
  readonly sequence: number;
  /** Every record of this agent with an earlier event time stands before this mark, in its partition. */
  readonly reachedMs: EpochMs;
  readonly interfaces: readonly InterfaceCoverage[];
  /** Packets that fell off the spool since the mark before; also part of `queueDropped` of the interfaces. */
  readonly lost: { readonly spool: number };
  readonly selection: { readonly filter: string; readonly publishWhen: string };
  /** Whether the agent ended as it was told to. */
  readonly farewell: boolean;
  /** What the agent says of itself; absent where an earlier version wrote the mark. */
  readonly about?: AgentFacts;
}

/** What an agent says of itself. */
export interface AgentFacts {
  /** Of the product. */
  readonly version: string;
  /** What waits to be sent to the brokers; null where it writes to the log itself. */
  readonly spool: { readonly records: number; readonly bytes: number } | null;
}

/** Two marks of one life of an agent as one: the later one, with the spans and losses of both. */
export function joinMarks(earlier: Mark, later: Mark): Mark {
  const names = new Set(later.interfaces.map(({ name }) => name));
  const spans: InterfaceCoverage[] = [];
  for (const span of [...earlier.interfaces, ...later.interfaces]) {
    // Of an interface that departed meanwhile, only what it counted is still of interest.
    if (!names.has(span.name) && !hasCounts(span)) continue;
    const at = spans.findIndex((one) => goesOn(one, span));
    if (at < 0) spans.push(span);
    else spans[at] = joined(spans[at]!, span);
  }
  return { ...later, interfaces: spans, lost: { spool: earlier.lost.spool + later.lost.spool } };
}

const hasCounts = ({ received, kernelDropped, interfaceDropped, queueDropped }: InterfaceCoverage): boolean =>
  received + kernelDropped + interfaceDropped + queueDropped > 0;

const goesOn = (before: InterfaceCoverage, after: InterfaceCoverage): boolean =>
  before.name === after.name && before.toMs === after.fromMs && before.dropsKnown === after.dropsKnown;

const joined = (before: InterfaceCoverage, after: InterfaceCoverage): InterfaceCoverage => ({
  ...after,
  fromMs: before.fromMs,
  received: before.received + after.received,
  kernelDropped: before.kernelDropped + after.kernelDropped,
  interfaceDropped: before.interfaceDropped + after.interfaceDropped,
  queueDropped: before.queueDropped + after.queueDropped,
});

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** What a Date can hold. */
const instant = v.pipe(v.number(), v.safeInteger(), v.minValue(-8.64e15), v.maxValue(8.64e15));

const coverage = v.pipe(
  v.object({
    name: v.pipe(v.string(), v.maxLength(256)),
    from: instant,
    to: instant,
    received: count,
    kernelDropped: count,
    interfaceDropped: count,
    queueDropped: count,
    dropsKnown: v.boolean(),
  }),
  v.check(({ from, to }) => from <= to, 'to is before from'),
);

/** A mark as it is published; its keys stand in this order. */
const markSchema = v.object({
  v: v.literal(2),
  kind: v.literal('mark'),
  agent: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  epoch: count,
  sequence: count,
  reached: instant,
  interfaces: v.pipe(v.array(coverage), v.maxLength(1_024)),
  lost: v.object({ spool: count }),
  selection: v.object({ filter: v.string(), publishWhen: v.string() }),
  farewell: v.optional(v.boolean(), false),
  about: v.optional(
    v.object({
      version: v.pipe(v.string(), v.maxLength(64)),
      spool: v.nullable(v.object({ records: count, bytes: count })),
    }),
  ),
});

/** A mark as JSON, in the form of docs/mark.schema.json. */
export function encodeMark({
  agent,
  epoch,
  sequence,
  reachedMs,
  interfaces,
  lost,
  selection,
  farewell,
  about,
}: Mark): string {
  return JSON.stringify({
    v: 2,
    kind: 'mark',
    agent,
    epoch,
    sequence,
    reached: reachedMs,
    interfaces: interfaces.map(({ name, fromMs, toMs, ...counts }) => ({
      name,
      from: fromMs,
      to: toMs,
      ...counts,
    })),
    lost,
    selection,
    ...(farewell && { farewell }),
    ...(about && { about }),
  });
}

/**
 * Reads a mark.
 *
 * @returns the mark, or why the value isn't one
 */
export function decodeMark(value: unknown): Mark | string {
  const result = v.safeParse(markSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    return `the mark${ownerOf(value)}: ${v.getDotPath(issue) ?? 'value'}: ${issue.message}`.slice(0, 200);
  }
  const { agent, epoch, sequence, reached, interfaces, lost, selection, farewell, about } = result.output;
  return {
    agent,
    epoch,
    sequence,
    reachedMs: epochMs(reached),
    interfaces: interfaces.map(({ from, to, ...rest }) => ({
      ...rest,
      fromMs: epochMs(from),
      toMs: epochMs(to),
    })),
    lost,
    selection,
    farewell,
    ...(about && { about }),
  };
}

/** Names the producer of what can't be read, as far as it says so. */
function ownerOf(value: unknown): string {
  const agent = (value as { agent?: unknown } | null)?.agent;
  return typeof agent === 'string' ? ` of agent ${agent.slice(0, 64)}` : '';
}
