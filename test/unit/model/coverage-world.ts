import { epochMs } from '../../../src-main/common/units.ts';
import type { InterfaceCoverage, Mark } from '../../../src-main/engine/flow-records/mark.ts';
import type { LogMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../helpers/flows.ts';

export const secondMs = 1_000;
export const windowMs = 5_000;
export const beginMs = 1_600_000_000_000;
/** What passes in a second of which something is missing: more than any minimum asks for. */
const hiddenBytes = 10_000;

/** What becomes of the packets of a second, on an agent that runs. */
export type Fate = 'captured' | 'interrupted' | 'kernel dropped' | 'queue dropped';

/** A record as it was written to the log: once, whatever becomes of it there. */
export interface Written {
  readonly agent: string;
  readonly atMs: number;
  readonly bytes: number;
}

/** A machine with its traffic, and the agent that captures it while it runs. It never lies. */
export class WorldAgent {
  readonly name: string;
  readonly source: string;
  /** All that passed, seen or not, by second. */
  readonly passed = new Map<number, number>();
  /** Seconds of which every packet was captured. */
  readonly seen = new Set<number>();
  /** Windows that share a count of drops with another: nobody knows in which of them they were. */
  readonly blurred = new Set<number>();
  /** Stretches between a clean stop and the start of the next life that anything was heard of. */
  readonly absences: { fromMs: number; toMs: number }[] = [];
  isUp = false;
  /** When it was started first; Infinity before that. */
  firstMs = Infinity;
  #bornMs = 0;
  #epoch = 0;
  #sequence = 0;
  #spans: InterfaceCoverage[] = [];
  #losses: InterfaceCoverage[] = [];
  #coveredMs = 0;
  #reachedMs = 0;
  #waiting: { readonly message: LogMessage; readonly written: Written }[] = [];

  constructor(name: string, source: string) {
    this.name = name;
    this.source = source;
  }

  start(nowMs: number): void {
    if (this.isUp) return;
    this.isUp = true;
    this.firstMs = Math.min(this.firstMs, nowMs);
    this.#epoch = Math.max(nowMs, this.#epoch + 1);
    this.#coveredMs = this.#reachedMs = this.#bornMs = nowMs;
  }

  /** The process is gone, with what it had not written. */
  kill(): void {
    this.isUp = false;
    for (const { written } of this.#waiting) {
      this.seen.delete(written.atMs);
      this.passed.set(written.atMs, written.bytes + hiddenBytes);
    }
    this.#waiting = [];
    [this.#spans, this.#losses] = [[], []];
  }

  /** One second passes, with so many bytes. */
  pass(atMs: number, fate: Fate, bytes: number): void {
    const isWhole = this.isUp && fate === 'captured';
    this.passed.set(atMs, bytes + (isWhole ? 0 : hiddenBytes));
    if (!this.isUp) return;
    this.#reachedMs = atMs + secondMs;
    if (fate === 'interrupted') return;
    if (isWhole) this.seen.add(atMs);
    if (fate === 'queue dropped') this.#losses.push(coverage(atMs, { queueDropped: 1 }));
    this.#cover(atMs, fate === 'kernel dropped' ? 1 : 0);
    const flows = [flow(this.source, `10.9.0.${1 + ((atMs / secondMs) % 2)}`, bytes)];
    const [epoch, firstSequence] = [this.#epoch, this.#sequence++];
    const batch = batchOf(atMs, flows);
    this.#waiting.push({
      message: { kind: 'records', agent: this.name, epoch, firstSequence, batch },
      written: { agent: this.name, atMs, bytes },
    });
  }

  /** What is to be written now: the records that wait, and the mark behind them. */
  flush(farewell = false): { messages: LogMessage[]; written: Written[] } {
    const waiting = this.#waiting.splice(0);
    const messages = waiting.map(({ message }) => message);
    const absence = this.absences.at(-1);
    if (absence?.toMs === Infinity) absence.toMs = this.#bornMs;
    return { messages: [...messages, this.#mark(farewell)], written: waiting.map(({ written }) => written) };
  }

  /** Ends as it is told to; the last word is to be written. */
  stop(nowMs: number): ReturnType<WorldAgent['flush']> {
    const last = this.flush(true);
    this.isUp = false;
    this.blurred.add(startOf(nowMs));
    this.absences.push({ fromMs: nowMs, toMs: Infinity });
    return last;
  }

  #cover(atMs: number, kernelDropped: number): void {
    const span = this.#spans.at(-1);
    const toMs = epochMs(atMs + secondMs);
    if (span?.toMs === atMs && atMs === this.#coveredMs) {
      const counts = { received: span.received + 1, kernelDropped: span.kernelDropped + kernelDropped };
      this.#spans.splice(-1, 1, { ...span, toMs, ...counts });
    } else this.#spans.push({ ...coverage(atMs, { kernelDropped }), received: 1 });
    this.#coveredMs = toMs;
  }

  #mark(farewell: boolean): LogMessage {
    const [spans, losses] = [this.#spans.splice(0), this.#losses.splice(0)];
    for (const { fromMs, toMs, kernelDropped } of spans)
      for (let atMs: number = fromMs; kernelDropped > 0 && atMs < toMs; atMs += secondMs)
        this.blurred.add(startOf(atMs));
    const at = epochMs(this.#coveredMs);
    const silent = { ...coverage(at), toMs: at };
    const mark: Mark = {
      ...{ agent: this.name, epoch: this.#epoch, sequence: this.#sequence++ },
      reachedMs: epochMs(this.#reachedMs),
      interfaces: [...losses, ...(spans.length > 0 ? spans : [silent])],
      ...{ lost: { spool: 0 }, selection: { filter: '', publishWhen: '' }, farewell },
    };
    return { kind: 'mark', mark };
  }
}

const coverage = (atMs: number, counts: Partial<InterfaceCoverage> = {}): InterfaceCoverage => ({
  ...{ name: 'eth0', fromMs: epochMs(atMs), toMs: epochMs(atMs + secondMs), received: 0 },
  ...{ kernelDropped: 0, interfaceDropped: 0, queueDropped: 0, dropsKnown: true },
  ...counts,
});

/** What is true, worked out in the plainest way: sums of seconds. */
export class World {
  readonly agents = [new WorldAgent('a', '10.0.0.1'), new WorldAgent('b', '10.0.0.2')] as const;
  nowMs = beginMs;

  /** A second passes everywhere. */
  pass(fates: readonly Fate[], bytes: readonly number[]): void {
    this.agents.forEach((agent, i) => agent.pass(this.nowMs, fates[i]!, bytes[i]!));
    this.nowMs += secondMs;
  }

  /** All that passed in a window on the machines of some agents; from one source, if it is named. */
  truth(startMs: number, names: readonly string[], source: string | null = null): number {
    const agents = this.agents.filter((one) => names.includes(one.name) && one.firstMs < startMs + windowMs);
    return agents
      .filter((one) => source === null || one.source === source)
      .filter(
        (one) => !one.absences.some(({ fromMs, toMs }) => fromMs <= startMs && startMs + windowMs <= toMs),
      )
      .reduce((sum, { passed }) => sum + total(startMs, passed), 0);
  }

  /** Whether every agent that ever ran saw all of a window. */
  isClean(startMs: number): boolean {
    const agents = this.agents.filter(({ firstMs }) => firstMs < Infinity);
    return agents.every(
      ({ seen, blurred }) => !blurred.has(startMs) && secondsOf(startMs).every((atMs) => seen.has(atMs)),
    );
  }
}

export const startOf = (atMs: number): number => Math.floor(atMs / windowMs) * windowMs;

const secondsOf = (startMs: number): number[] =>
  Array.from({ length: windowMs / secondMs }, (_, i) => startMs + i * secondMs);

const total = (startMs: number, bySecond: ReadonlyMap<number, number>): number =>
  secondsOf(startMs).reduce((sum, atMs) => sum + (bySecond.get(atMs) ?? 0), 0);
