import { durationMs, type EpochMs, epochMs } from '../../../common/units.ts';
import { type AddressFamily, flowSize, viewOf, writeCount } from '../../flow-records/layout.ts';
import type { Mark } from '../../flow-records/mark.ts';
import type { PartSums } from '../../flow-records/part-sums.ts';
import { ascending, type Delivery } from '../message-log.ts';
import type { FlowRecordScanner } from './flow-record-scanner.ts';

/** One flow record as it was read. */
export interface ReadRecord {
  readonly interface: string;
  /** Null where it has no sequence. */
  readonly agent: string | null;
  /** Which life of the agent gave the sequence. */
  readonly epoch: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Both addresses, packed: 8 or 32 characters. */
  readonly pair: string;
  readonly bytes: number;
  readonly packets: number;
  readonly sequence: number;
}

/** What the records of a run have in common. */
type RunKey = Pick<ReadRecord, 'interface' | 'agent' | 'epoch' | 'fromMs' | 'toMs'> & {
  readonly family: AddressFamily;
};

interface Run extends RunKey {
  readonly flowsStart: number;
  readonly sequencesStart: number;
  packets: number;
  bytes: number;
  lastSequence: number;
}

/** A batch may claim any number of records. */
const mostRecordsForeseen = 50_000;

/**
 * Lays the flows of a record batch side by side in one buffer, and cuts it into runs: records that follow one another,
 * have one agent, interface, interval and IP version, and whose sequences ascend.
 */
export class RunWriter {
  readonly #partition: number;
  readonly #deliveries: Delivery[] = [];
  #sequences: Float64Array;
  #flows: Buffer;
  /** Of the same bytes. */
  #view: DataView;
  #flowsEnd = 0;
  #count = 0;
  #run: Run | undefined;
  /** Offset behind the last record taken. */
  #next: number;

  /** @param likelyRecords how many records the batch says that it has: room for more, or for very many, is made as they come */
  constructor(partition: number, likelyRecords: number, fromOffset: number) {
    const records = Math.min(likelyRecords, mostRecordsForeseen);
    this.#partition = partition;
    this.#sequences = new Float64Array(records);
    this.#flows = Buffer.allocUnsafeSlow(records * flowSize(4));
    this.#view = viewOf(this.#flows);
    this.#next = fromOffset;
  }

  add(record: ReadRecord, offset: number): void {
    const family = record.pair.length === 8 ? 4 : 6;
    this.#continue(record, family, record.agent === null ? undefined : record.sequence);
    this.#flows.write(record.pair, this.#flowsEnd, 'latin1');
    this.#finishEntry(record.pair.length, record.bytes, record.packets, offset);
  }

  /** As {@link add}, of what the scanner holds; without an object for each record. */
  addScanned(record: FlowRecordScanner, offset: number): void {
    const run = this.#run;
    const goesOn =
      run?.family === 4 &&
      run.fromMs === record.from &&
      run.toMs === record.to &&
      run.epoch === record.epoch &&
      run.agent === record.agent &&
      run.interface === record.interface &&
      record.sequence > run.lastSequence;
    if (goesOn) run.lastSequence = record.sequence;
    else {
      const { from: fromMs, to: toMs, agent, epoch } = record;
      this.#continue({ interface: record.interface, agent, epoch, fromMs, toMs }, 4, record.sequence);
    }
    this.#makeRoom(4);
    this.#view.setUint32(this.#flowsEnd, record.source);
    this.#view.setUint32(this.#flowsEnd + 4, record.destination);
    this.#sequences[this.#count] = record.sequence;
    this.#finishEntry(8, record.bytes, record.packets, offset);
  }

  /**
   * Records a value that is not a flow record.
   *
   * @param sourceOffset where it stood in the topic that another one was made of
   */
  unreadable(offset: number, reason: string, sourceOffset?: number): void {
    this.#endRun();
    if (sourceOffset !== undefined) {
      const place = { partition: this.#partition, offset, nextOffset: offset + 1, sourceOffset };
      return this.#push({ kind: 'unreadable', ...place, reason });
    }
    const last = this.#deliveries.at(-1);
    if (last?.kind === 'unreadable' && last.nextOffset === offset && last.reason === reason) {
      this.#deliveries.pop();
      this.#push({ ...last, nextOffset: offset + 1 });
    } else {
      this.#push({ kind: 'unreadable', partition: this.#partition, offset, nextOffset: offset + 1, reason });
    }
  }

  /** What lies before an offset can't be read, and may be anything. */
  lost(nextOffset: number, reason: string): void {
    this.#endRun();
    const offset = Math.min(this.#next, nextOffset - 1);
    this.#push({ kind: 'lost', partition: this.#partition, offset, nextOffset, reason });
  }

  /** Sums of the window that starts then can't be read. */
  lostSums(startMs: EpochMs, offset: number, reason: string): void {
    this.#endRun();
    const place = { partition: this.#partition, offset, nextOffset: offset + 1 };
    this.#push({ kind: 'lost', ...place, startMs, reason });
  }

  /** Takes a mark, behind the records that it is about. */
  mark(mark: Mark, offset: number): void {
    this.#endRun();
    this.#push({ kind: 'mark', partition: this.#partition, nextOffset: offset + 1, mark });
  }

  /** Takes what a cluster has summed of a window. */
  sums(sums: PartSums, offset: number): void {
    this.#endRun();
    this.#push({ kind: 'sums', partition: this.#partition, nextOffset: offset + 1, sums });
  }

  /** The deliveries; the last one reaches to `nextOffset`, which may lie behind records that are no more. */
  finish(nextOffset: number): Delivery[] {
    this.#endRun();
    if (this.#next < nextOffset) this.#push({ kind: 'moved', partition: this.#partition, nextOffset });
    return this.#deliveries;
  }

  #continue(key: Omit<RunKey, 'family'>, family: AddressFamily, sequence: number | undefined): void {
    const run = this.#run;
    const goesOn =
      run?.family === family &&
      run.fromMs === key.fromMs &&
      run.toMs === key.toMs &&
      run.agent === key.agent &&
      run.epoch === key.epoch &&
      run.interface === key.interface &&
      (sequence === undefined || sequence > run.lastSequence);
    if (!goesOn) this.#begin(key, family);
    this.#makeRoom(family);
    if (sequence === undefined) return;
    this.#run!.lastSequence = sequence;
    this.#sequences[this.#count] = sequence;
  }

  #begin(key: Omit<RunKey, 'family'>, family: AddressFamily): void {
    this.#endRun();
    const places = { flowsStart: this.#flowsEnd, sequencesStart: this.#count };
    const sums = { packets: 0, bytes: 0, lastSequence: -1 };
    const { interface: name, agent, epoch, fromMs, toMs } = key;
    this.#run = { interface: name, agent, epoch, fromMs, toMs, family, ...places, ...sums };
  }

  /** A run's own sums are exact, too: it ends before an entry with which they would not be. */
  #splitUnlessExact(bytes: number, packets: number): void {
    const run = this.#run!;
    if (Math.max(run.bytes + bytes, run.packets + packets) <= Number.MAX_SAFE_INTEGER) return;
    this.#begin(run, run.family);
    this.#run!.lastSequence = run.lastSequence;
  }

  #makeRoom(family: AddressFamily): void {
    if (this.#count >= this.#sequences.length) {
      const longer = new Float64Array(Math.max(2 * this.#sequences.length, 16));
      longer.set(this.#sequences);
      this.#sequences = longer;
    }
    if (this.#flowsEnd + flowSize(family) <= this.#flows.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#flows.length, 16 * flowSize(6)));
    this.#flows.copy(larger, 0, 0, this.#flowsEnd);
    this.#flows = larger;
    this.#view = viewOf(larger);
  }

  #finishEntry(addressBytes: number, bytes: number, packets: number, offset: number): void {
    this.#splitUnlessExact(bytes, packets);
    const at = this.#flowsEnd + addressBytes;
    writeCount(this.#view, bytes, at);
    writeCount(this.#view, packets, at + 8);
    const run = this.#run!;
    run.bytes += bytes;
    run.packets += packets;
    this.#flowsEnd = at + 16;
    this.#count += 1;
    this.#next = offset + 1;
  }

  #endRun(): void {
    const run = this.#run;
    if (!run) return;
    this.#run = undefined;
    const { family, agent, epoch, fromMs, toMs, flowsStart, sequencesStart, packets, bytes } = run;
    const batch = {
      interface: run.interface,
      fromMs: epochMs(fromMs),
      intervalMs: durationMs(toMs - fromMs),
      family,
      count: this.#count - sequencesStart,
      packets,
      bytes,
      flows: this.#flows.subarray(flowsStart, this.#flowsEnd),
    };
    const origin =
      agent === null ? null : ascending(agent, epoch, this.#sequences.subarray(sequencesStart, this.#count));
    this.#push({ kind: 'records', partition: this.#partition, nextOffset: this.#next, batch, origin });
  }

  #push(delivery: Delivery): void {
    this.#deliveries.push(delivery);
    this.#next = delivery.nextOffset;
  }
}
