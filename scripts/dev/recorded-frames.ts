import { frames } from '../../src-main/engine/capture/cap/frame-encoder.ts';
import { HelperDecoder } from '../../src-main/engine/capture/helper-decoder.ts';
import { type FlowsFrame, headerBytes } from '../../src-main/engine/capture/helper-protocol.ts';

const snapLength = 262_144;
/** The only interface. */
const index = 0;

/** Counts of packets that have no bytes. */
type Others = Record<'nonIp' | 'malformed' | 'unsupportedLink', number>;

interface Facts {
  readonly intervalMs: number;
  readonly name: string;
  /** When the recording begins to pass, in milliseconds since the epoch. */
  readonly startMs: number;
}

/** A FLOWS frame as the helper wrote it, and what it holds. */
interface Flows extends Pick<FlowsFrame, 'fromMs' | 'packets'> {
  readonly bytes: Buffer;
}

/** What the helper says of a capture file, told again and again as if its packets passed now. */
export class Recording {
  readonly #facts: Facts;
  readonly #flows: readonly Flows[];
  /** Of the whole file. */
  readonly #others: Others;
  readonly #lengthMs: number;
  /** By how much the present repetition is later than the file. */
  #shiftMs: number;
  #next = 0;
  /** What was told covers the time before this. */
  #toldMs: number;
  readonly #linkType: number;

  /** @param told what the helper wrote of the file */
  constructor(told: Buffer, facts: Facts) {
    this.#facts = facts;
    const { flows, others, linkType } = readFrames(told);
    this.#flows = flows.sort((one, other) => one.fromMs - other.fromMs);
    [this.#others, this.#linkType] = [others, linkType];
    const firstMs = this.#flows[0]?.fromMs ?? 0;
    this.#lengthMs = (this.#flows.at(-1)?.fromMs ?? 0) + facts.intervalMs - firstMs;
    this.#toldMs = Math.floor(facts.startMs / facts.intervalMs) * facts.intervalMs;
    this.#shiftMs = this.#toldMs - firstMs;
  }

  /** What a capture begins with. */
  get opening(): Buffer {
    return Buffer.concat([
      frames.hello('recording'),
      frames.opened(index, this.#linkType, snapLength, this.#facts.name),
    ]);
  }

  /** The intervals that are over by now and were not told yet, with their counts. */
  upTo(nowMs: number): Buffer {
    const { intervalMs } = this.#facts;
    const toMs = Math.max(this.#toldMs, Math.floor(nowMs / intervalMs) * intervalMs);
    const counts = { records: 0, ip: 0, nonIp: 0, malformed: 0, unsupportedLink: 0 };
    const due: Buffer[] = [];
    while (this.#flows.length > 0 && this.#flows[this.#next]!.fromMs + this.#shiftMs + intervalMs <= toMs) {
      const flows = this.#flows[this.#next]!;
      due.push(moved(flows, this.#shiftMs));
      counts.ip += flows.packets;
      this.#next += 1;
      if (this.#next === this.#flows.length) this.#repeat(counts);
    }
    counts.records = counts.ip + counts.nonIp + counts.malformed + counts.unsupportedLink;
    const monotonicMs = Number(process.hrtime.bigint() / 1_000_000n);
    const steady = { monotonicMs, bootMs: monotonicMs };
    const times = { atMs: nowMs, fromMs: this.#toldMs, toMs, ...steady, dropsKnown: true };
    this.#toldMs = toMs;
    return Buffer.concat([...due, frames.counts(index, times, counts), frames.flushed()]);
  }

  end(nowMs: number): Buffer {
    return Buffer.concat([this.upTo(nowMs), frames.end()]);
  }

  /** What has no bytes in the file is counted once a repetition. */
  #repeat(counts: Others): void {
    this.#next = 0;
    this.#shiftMs += this.#lengthMs;
    addTo(counts, this.#others);
  }
}

/** The frame with another time. */
function moved({ bytes, fromMs }: Flows, shiftMs: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeBigInt64LE(BigInt(fromMs + shiftMs), headerBytes);
  return copy;
}

function addTo(sums: Others, more: Others): void {
  for (const kind of ['nonIp', 'malformed', 'unsupportedLink'] as const) sums[kind] += more[kind];
}

/** @throws MonitorError where that isn't the protocol */
function readFrames(told: Buffer): { flows: Flows[]; others: Others; linkType: number } {
  const flows: Flows[] = [];
  const others = { nonIp: 0, malformed: 0, unsupportedLink: 0 };
  let linkType = 1;
  const decoder = new HelperDecoder();
  for (let at = 0; at < told.length;) {
    const bytes = told.subarray(at, at + headerBytes + told.readUInt32LE(at));
    at += bytes.length;
    for (const frame of decoder.decode(bytes)) {
      if (frame.type === 'flows') flows.push({ bytes, fromMs: frame.fromMs, packets: frame.packets });
      else if (frame.type === 'interface') linkType = frame.linkType;
      else if (frame.type === 'stats') addTo(others, frame);
    }
  }
  return { flows, others, linkType };
}
