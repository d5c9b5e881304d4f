import { parseNetwork } from '../../../src-main/common/address.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import { durationMs, type EpochMs, epochMs } from '../../../src-main/common/units.ts';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { AlertMemory } from '../../../src-main/engine/alerts/alert-machine.ts';
import type {
  AgentWishes,
  Checkpoint,
  CheckState,
  CheckStore,
  DeadLetter,
} from '../../../src-main/engine/alerts/check-store.ts';
import type { FlowBatch } from '../../../src-main/engine/flow-records/layout.ts';
import {
  consecutive,
  type Delivery,
  type LogMessage,
  type MessageLog,
  type Positions,
  type ReadSoFar,
} from '../../../src-main/engine/log/message-log.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import type { AgentRecord } from '../../../src-main/engine/windows/agent-record.ts';
import type { WindowFacts } from '../../../src-main/engine/windows/window.ts';
import { MemoryPanes } from '../store/memory-panes.ts';

/** What one source sent to one destination in an interval. */
export interface Flow {
  readonly source: string;
  readonly destination: string;
  readonly bytes: number;
  readonly packets: number;
}

export const flow = (source: string, destination: string, bytes: number, packets = 1): Flow => ({
  ...{ source, destination, bytes, packets },
});

/** Source and destination as the key of a pair. */
export const pairOf = (source: string, destination: string): PairKey =>
  (parseNetwork(source).packed + parseNetwork(destination).packed) as PairKey;

const count = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

/** A limit on all traffic since ever, or as told otherwise. */
export const limitOf = (name: Limit['name'], value: number, parts: Partial<Limit> = {}): Limit => ({
  ...{ name, value, effectiveMs: epochMs(-8.64e15), source: null, destination: null, windowSeconds: null },
  ...parts,
});

/** Flow records of one interval as a source sends them; all of one IP version. */
export function batchOf(fromMs: number, flows: readonly Flow[], parts: Partial<FlowBatch> = {}): FlowBatch {
  const entries = flows.map(({ source, destination, bytes, packets }) =>
    Buffer.concat([Buffer.from(pairOf(source, destination), 'latin1'), count(bytes), count(packets)]),
  );
  return {
    interface: 'eth0',
    fromMs: epochMs(fromMs),
    intervalMs: durationMs(1000),
    family: entries[0]?.length === 48 ? 6 : 4,
    count: flows.length,
    packets: flows.reduce((sum, { packets }) => sum + packets, 0),
    bytes: flows.reduce((sum, { bytes }) => sum + bytes, 0),
    flows: Buffer.concat(entries),
    ...parts,
  };
}

/** A log in memory, of one partition. */
export class MemoryLog implements MessageLog {
  readonly deliveries: Delivery[] = [];
  /** Deliveries that one read hands out at most. */
  perRead = Infinity;
  /** Thrown by the appends to come. */
  failure: Error | undefined;
  readonly #appended = new Emitter<void>();
  readonly onAppended = this.#appended.event;

  get end(): number {
    return this.deliveries.at(-1)?.nextOffset ?? 0;
  }

  async append(messages: readonly LogMessage[]): Promise<void> {
    const taken = [...messages];
    await Promise.resolve();
    if (this.failure) throw this.failure;
    for (const message of taken) {
      if (message.kind === 'mark') {
        this.deliveries.push({ kind: 'mark', partition: 0, nextOffset: this.end + 1, mark: message.mark });
        continue;
      }
      const { agent, epoch, firstSequence, batch } = message;
      const nextOffset = this.end + batch.count;
      const origin = consecutive(agent, epoch, firstSequence, batch.count);
      this.deliveries.push({ kind: 'records', partition: 0, nextOffset, origin, batch });
    }
    this.#appended.fire();
  }

  appendUnreadable(records: number, reason: string): void {
    const offset = this.end;
    this.deliveries.push({ kind: 'unreadable', partition: 0, offset, nextOffset: offset + records, reason });
  }

  read(positions: Positions, maxRecords: number): Promise<readonly Delivery[]> {
    const from = positions.get(0) ?? 0;
    const left = this.deliveries.filter(({ nextOffset }) => nextOffset > from);
    return Promise.resolve(left.slice(0, Math.min(maxRecords, this.perRead)));
  }

  rewind(_readSoFar: ReadSoFar): void {}

  nextSequence(agent: string): Promise<number> {
    const ends = this.deliveries.map((one) =>
      one.kind === 'records' && one.origin?.agent === agent ? one.origin.lastSequence + 1 : 0,
    );
    return Promise.resolve(Math.max(0, ...ends));
  }

  ends(): Positions {
    return new Map([[0, this.end]]);
  }
}

/** A log that hands out what waits in a queue, wherever it was read to, as that of the brokers does. */
export class QueuedLog extends MemoryLog {
  #handedOut = 0;

  override async read(_positions: Positions, maxRecords: number): Promise<readonly Delivery[]> {
    const deliveries = await super.read(new Map([[0, this.#handedOut]]), maxRecords);
    this.#handedOut = deliveries.at(-1)?.nextOffset ?? this.#handedOut;
    return deliveries;
  }

  override rewind({ positions }: ReadSoFar): void {
    this.#handedOut = positions.get(0) ?? 0;
  }
}

interface StoredWindow {
  readonly facts: WindowFacts;
}

/** Windows by their starts, as what closed ones are found in. */
export const archiveOf = (
  windows: ReadonlyMap<number, { readonly facts: WindowFacts }>,
): Pick<CheckStore, 'load' | 'starts'> => ({
  load: (startMs) => windows.get(startMs)?.facts,
  starts: (fromMs, toMs, count) =>
    [...windows.keys()]
      .filter((startMs) => fromMs <= startMs && startMs <= toMs)
      .sort((a, b) => a - b)
      .slice(0, count)
      .map(epochMs),
});

/** A store in memory: it keeps copies, so that what was not committed is lost with the objects. */
export class MemoryCheckStore implements CheckStore {
  readonly windows = new Map<number, StoredWindow>();
  readonly panes = new MemoryPanes();
  readonly alerts = new Map<string, AlertTransition>();
  readonly deadLetters: DeadLetter[] = [];
  readonly agents = new Map<string, AgentRecord>();
  /** What people say of the agents. */
  wishes: AgentWishes = { forgotten: [], expected: [] };
  commits = 0;
  /** Thrown by the commits to come, before anything is stored. */
  failure: Error | undefined;
  #positions: ReadonlyMap<number, number> = new Map();
  #topics: ReadonlyMap<number, string> = new Map();
  #batches: Checkpoint['batches'] = new Map();
  #sequences: ReadonlyMap<string, number> = new Map();
  readonly #memories = new Map<string, AlertMemory>();
  #counters = { late: 0, deadLetters: 0 };
  #newestMs: EpochMs | undefined;

  restore(): CheckState {
    const starts = [...this.windows.keys()].sort((a, b) => a - b);
    const [first, last] = [starts[0], starts.at(-1)];
    return {
      positions: new Map(this.#positions),
      topics: new Map(this.#topics),
      batches: this.#batches,
      sequences: new Map(this.#sequences),
      counters: { ...this.#counters },
      newestMs: this.#newestMs,
      openWindows: starts.map((start) => this.load(start)!).filter(({ closed }) => !closed),
      agents: [...this.agents.values()].filter(({ agent }) => !this.wishes.forgotten.includes(agent)),
      wishes: this.wishes,
      span:
        first === undefined || last === undefined
          ? undefined
          : { firstMs: epochMs(first), lastMs: epochMs(last) },
      memories: structuredClone(this.#memories),
      firing: structuredClone([...this.alerts.values()].filter(({ state }) => state === 'firing')),
    };
  }

  agentWishes(): AgentWishes {
    return this.wishes;
  }

  hasAlert(id: string): boolean {
    return this.alerts.has(id);
  }

  load(startMs: number): WindowFacts | undefined {
    return this.windows.get(startMs)?.facts;
  }

  starts(...[fromMs, toMs, count]: Parameters<CheckStore['starts']>): EpochMs[] {
    return archiveOf(this.windows).starts(fromMs, toMs, count);
  }

  commit(checkpoint: Checkpoint): void {
    if (this.failure) throw this.failure;
    this.commits += 1;
    for (const { window, reports } of checkpoint.windows) {
      this.windows.set(window.startMs, { facts: structuredClone({ ...window.facts, reports }) });
    }
    for (const pane of checkpoint.panes) this.panes.save(pane);
    for (const alert of structuredClone([...checkpoint.alerts, ...checkpoint.grown]))
      this.alerts.set(alert.id, alert);
    this.deadLetters.push(...checkpoint.deadLetters);
    this.#positions = new Map(checkpoint.positions);
    this.#topics = new Map(checkpoint.topics);
    this.#batches = new Map(checkpoint.batches);
    this.#sequences = new Map([...this.#sequences, ...checkpoint.sequences]);
    for (const agent of checkpoint.forgotten) this.agents.delete(agent);
    const forgotten = this.wishes.forgotten.filter((agent) => !checkpoint.forgotten.includes(agent));
    this.wishes = { ...this.wishes, forgotten };
    for (const one of structuredClone(checkpoint.agents)) this.agents.set(one.agent, one);
    for (const [scope, memory] of structuredClone(checkpoint.memories)) {
      if (memory === null) this.#memories.delete(scope);
      else this.#memories.set(scope, memory);
    }
    this.#counters = { ...checkpoint.counters };
    this.#newestMs = checkpoint.newestMs;
  }
}
