import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Positions } from '../log/message-log.ts';
import type { GroupOffset } from '../log/kafka/checker-election.ts';

/** Receivers whose progress is kept: brokers take 4 KiB beside an offset. */
const receiverBound = 100;

/** How far the active checker of a group has come, as it lies with the group's offsets for who takes over. */
export interface GroupProgress {
  /** What follows from the records before was notified, or needed no notification. */
  readonly positions: Positions;
  /** Which topic the positions are of; null where that is not known. */
  readonly topic: string | null;
  /** Windows that ended by then had been closed, in ms since 1970; null where none had. */
  readonly closedMs: number | null;
  /** By {@link receiverKey}: all events on the alerts topic before that offset were delivered, or will never be. */
  readonly receivers: ReadonlyMap<string, number>;
}

const notes = v.object({
  v: v.literal(1),
  topic: v.nullable(v.string()),
  closed: v.nullable(v.number()),
  receivers: v.record(v.string(), v.number()),
});

/** Names a receiver in few characters, and without what its name may say. */
export const receiverKey = (name: string): string =>
  createHash('sha256').update(name).digest('hex').slice(0, 12);

/** As offsets of the group, with all else beside that of partition 0. */
export function offsetsOfProgress({ positions, topic, closedMs, receivers }: GroupProgress): GroupOffset[] {
  const kept = Object.fromEntries([...receivers].slice(-receiverBound));
  const metadata = JSON.stringify({ v: 1, topic, closed: closedMs, receivers: kept });
  // There is a partition 0 in every topic: what is kept has a place before anything was read.
  const all = positions.has(0) ? positions : new Map([[0, 0], ...positions]);
  return [...all].map(([partition, offset]) => ({
    ...{ partition, offset },
    metadata: partition === 0 ? metadata : '',
  }));
}

/** The progress that a group's offsets tell; undefined where no checker stored it, or one of another version. */
export function progressOf(
  offsets: readonly { partition: number; offset: string; metadata: string | null }[],
): GroupProgress | undefined {
  const parsed = v.safeParse(notes, parseJson(offsets.find(({ partition }) => partition === 0)?.metadata));
  if (!parsed.success) return undefined;
  const { topic, closed, receivers } = parsed.output;
  const positions = offsets.map(({ partition, offset }) => [partition, Number(offset)] as const);
  return {
    positions: new Map(positions.filter(([, offset]) => offset >= 0)),
    topic,
    closedMs: closed,
    receivers: new Map(Object.entries(receivers)),
  };
}

function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

/** Whether one reader has come no further than another one. */
export const isBehind = (positions: Positions, other: Positions): boolean =>
  [...positions].every(([partition, offset]) => offset <= (other.get(partition) ?? 0));
