import { type FlowBatch, flowSize, pairSize, readCount, viewOf } from '../../flow-records/layout.ts';
import { encodeMark, type Mark } from '../../flow-records/mark.ts';
import type { RecordsMessage } from '../message-log.ts';
import { digitsOf, putBytes, putNumber, putVarint, varintSize } from './byte-writer.ts';
import { PairText } from './pair-text.ts';
import { noHeaders, type RecordSet, type SetMessage } from './record-set.ts';
import type { LostPackets } from './spool-losses.ts';

/** What is published of a batch: a message a flow record, or one a packet. */
export type PublishMode = 'record' | 'packet';

/** The set that a message goes into, by its key, whose first bytes count. */
export type SetFor = (key: Uint8Array, length: number) => RecordSet;

const beforeSource = Buffer.from('{"v":2,"source":"');
const beforeDestination = Buffer.from('","destination":"');
const beforeBytes = Buffer.from('","bytes":');
const beforePackets = Buffer.from(',"packets":');
const closingBrace = 125;
/** Of a value: all but its pair, its numbers, and what is the same in its batch. */
const fixedLength =
  beforeSource.length + beforeDestination.length + beforeBytes.length + beforePackets.length + 1;

/** Writes what is published as messages, each into the set of its partition. Runs for each flow record. */
export class RecordWriter {
  readonly #pair = new PairText();
  readonly #mode: PublishMode;
  readonly #setFor: SetFor;

  constructor(mode: PublishMode, setFor: SetFor) {
    this.#mode = mode;
    this.#setFor = setFor;
  }

  /**
   * Writes a batch, in its order. In mode `packet`, in which the capture does not sum, a message is one packet; what
   * waits from a run that did is published as it was summed.
   */
  write(message: RecordsMessage): void {
    this.#pair.begin(message.batch);
    if (this.#mode === 'packet' && isOfPackets(message.batch)) this.#writePackets(message);
    else this.#writeRecords(message);
  }

  /**
   * The value is the JSON of docs/flow-record.schema.json; its keys stand in a fixed order, without spaces, so that
   * readers may be quick.
   */
  #writeRecords({ agent, epoch, firstSequence, batch }: RecordsMessage): void {
    const { fromMs, intervalMs, count, family } = batch;
    const after = Buffer.from(
      `,"from":${fromMs},"to":${fromMs + intervalMs},"interface":${JSON.stringify(batch.interface)}` +
        `,"agent":${JSON.stringify(agent)},"epoch":${epoch},"sequence":`,
    );
    const view = viewOf(batch.flows);
    const [size, keySize] = [flowSize(family), pairSize(family)];
    for (let i = 0; i < count; i++) {
      this.#pair.read(i * size);
      const bytes = readCount(view, i * size + keySize);
      const packets = readCount(view, i * size + keySize + 8);
      this.#writeRecord(fromMs, after, bytes, packets, firstSequence + i);
    }
  }

  #writeRecord(fromMs: number, after: Buffer, bytes: number, packets: number, sequence: number): void {
    const pair = this.#pair;
    const set = this.#setFor(pair.bytes, pair.length);
    const [ofBytes, ofPackets, ofSequence] = [digitsOf(bytes), digitsOf(packets), digitsOf(sequence)];
    const length = fixedLength + pair.length - 1 + ofBytes + ofPackets + after.length + ofSequence;
    let at = set.begin(fromMs, pair.bytes, pair.length, length, noHeaders.length);
    const { target } = set;
    at = putBytes(target, at, beforeSource);
    at = putBytes(target, at, pair.bytes, 0, pair.sourceEnd);
    at = putBytes(target, at, beforeDestination);
    at = putBytes(target, at, pair.bytes, pair.sourceEnd + 1, pair.length);
    at = putNumber(target, putBytes(target, at, beforeBytes), bytes, ofBytes);
    at = putNumber(target, putBytes(target, at, beforePackets), packets, ofPackets);
    target.set(after, at);
    at = putNumber(target, at + after.length, sequence, ofSequence);
    target[at] = closingBrace;
    target[at + 1] = 0;
  }

  /** In the form of the first producer: the value is the length alone, in digits. Who sent it stands in the headers. */
  #writePackets({ agent, epoch, firstSequence, batch }: RecordsMessage): void {
    const { fromMs, count, family } = batch;
    const view = viewOf(batch.flows);
    const [size, keySize] = [flowSize(family), pairSize(family)];
    const sender = [...header('agent', agent), ...header('epoch', String(epoch)), ...text('sequence')];
    const headers = Buffer.from([...varint(3), ...sender]);
    for (let i = 0; i < count; i++) {
      this.#pair.read(i * size);
      this.#writePacket(fromMs, headers, readCount(view, i * size + keySize), firstSequence + i);
    }
  }

  #writePacket(fromMs: number, headers: Buffer, bytes: number, sequence: number): void {
    const pair = this.#pair;
    const set = this.#setFor(pair.bytes, pair.length);
    const [ofBytes, ofSequence] = [digitsOf(bytes), digitsOf(sequence)];
    let at = set.begin(fromMs, pair.bytes, pair.length, ofBytes, headers.length + 1 + ofSequence);
    const { target } = set;
    at = putBytes(target, putNumber(target, at, bytes, ofBytes), headers);
    // Up to 16 digits: their number takes up a byte.
    at = putVarint(target, at, ofSequence);
    putNumber(target, at, sequence, ofSequence);
  }
}

/** Writes a mark as the message that it is. */
export const writeMark = (mark: Mark, set: RecordSet): void =>
  set.add(mark.reachedMs, Buffer.from(mark.agent), Buffer.from(encodeMark(mark)));

function isOfPackets(batch: FlowBatch): boolean {
  const view = viewOf(batch.flows);
  const size = flowSize(batch.family);
  for (let end = size; end <= view.byteLength; end += size) if (readCount(view, end - 8) !== 1) return false;
  return true;
}

function varint(value: number): Uint8Array {
  const bytes = new Uint8Array(varintSize(value));
  putVarint(bytes, 0, value);
  return bytes;
}

/** A text with its length before it. */
function text(value: string): Uint8Array {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}

const header = (name: string, value: string): Uint8Array => Buffer.concat([text(name), text(value)]);

/** The flow record in a message: a name that no other one has, and what is lost with it; undefined for a mark. */
export function recordOf(message: SetMessage): { name: string; lost: LostPackets } | undefined {
  const { headers, value, timestampMs: fromMs } = message;
  if (headers.size > 0) {
    const name = `${headers.get('agent')}|${headers.get('epoch')}|${headers.get('sequence')}`;
    return { name, lost: { interface: '', fromMs, toMs: fromMs, packets: 1 } };
  }
  const record = JSON.parse(value) as PublishedRecord;
  if (record.packets === undefined) return undefined;
  const { interface: name, to: toMs, packets, agent, epoch, sequence } = record;
  return { name: `${agent}|${epoch}|${sequence}`, lost: { interface: name, fromMs, toMs, packets } };
}

/** A flow record as it is published. */
interface PublishedRecord {
  readonly interface: string;
  readonly to: number;
  readonly agent: string;
  readonly epoch: number;
  readonly sequence: number;
  /** A mark has none. */
  readonly packets?: number;
}
