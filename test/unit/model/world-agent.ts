import { epochMs } from '../../../src-main/common/units.ts';
import type { InterfaceCoverage, Mark } from '../../../src-main/engine/flow-records/mark.ts';
import type { LogMessage, RecordsMessage } from '../../../src-main/engine/log/message-log.ts';
import { batchOf, flow } from '../../support/records/flows.ts';

export const secondMs = 1_000;
export const windowMs = 5_000;
export const beginMs = 1_600_000_000_000;
/** Within one life, back by less than this is what readers take for the jitter of one clock. */
const jitterMs = 2_000;
/** What passes in a second of which something is missing: more than any minimum asks for. */
const hiddenBytes = 10_000;
/** A step of the clock is believed when the clock has stood by it for this long; a smaller one is none. */
const [settleMs, leastStepMs] = [10_000, 2_001];

export const startOf = (atMs: number): number => Math.floor(atMs / windowMs) * windowMs;

/** What becomes of the packets of a second, on an agent that runs. */
export type Fate =
  'captured' | 'interrupted' | 'kernel dropped' | 'interface dropped' | 'queue dropped' | 'drops unknown';

/** One run of an agent, by one clock. */
export interface Life {
  readonly epoch: number;
  fromMs: number;
  /** How far its clock has come. */
  reachedMs: number;
  /** When it said farewell; undefined for one that runs, or was killed. */
  leftMs?: number;
}

/** What the agent had of a second that passed: one that saw only a part of it has no record that is whole. */
interface Capture {
  readonly isWhole: boolean;
  readonly record: RecordsMessage | undefined;
}

/**
 * A machine with its traffic, and the agent that captures it while it runs. It never lies. All times are those of the
 * machine's clock, which may be set.
 */
export class WorldAgent {
  readonly name: string;
  readonly source: string;
  /** Bytes that passed, seen or not, by second; of a second that came again, those of the time when they were less. */
  readonly passed = new Map<number, number>();
  readonly lives: Life[] = [];
  /** Windows that share a count of what was lost with another: nobody knows in which of them it was. */
  readonly blurred = new Set<number>();
  /** Windows of which the clock was set: nobody knows what was when. */
  readonly unsure = new Set<number>();
  wasSet = false;
  wasSetBack = false;
  readonly #captures = new Map<number, Capture>();
  readonly #missed = new Set<RecordsMessage>();
  isUp = false;
  #sequence = 0;
  #isNew = false;
  #spans: InterfaceCoverage[] = [];
  #losses: InterfaceCoverage[] = [];
  #coveredMs = 0;
  /** The latest that its clock has shown. */
  #latestMs = 0;
  #reachedMs = 0;
  /** What passed in seconds that came a second time, by a clock that was set back, when they came first. */
  readonly #earlier = new Map<number, number>();
  /** By how much its clock is ahead, and how long it has been so; undefined where it is believed to be right. */
  #aheadMs = 0;
  #step: { readonly fromAheadMs: number; forMs: number } | undefined;
  /** Records that no mark stands behind; they are in memory. */
  #waiting: RecordsMessage[] = [];
  /** Records that are in the log, whatever becomes of a copy of them. */
  readonly #sent = new Set<LogMessage>();
  /** What is to be sent, on disk: it survives the process. */
  #spool: LogMessage[] = [];
  #backup: { readonly spool: readonly LogMessage[]; readonly sequence: number } = { spool: [], sequence: 0 };

  constructor(name: string, source: string) {
    this.name = name;
    this.source = source;
  }

  /** What its clock shows. */
  clock(nowMs: number): number {
    return nowMs + this.#aheadMs;
  }

  /** Somebody sets its clock; who was not running does not know. */
  setClock(nowMs: number, byMs: number): void {
    if (this.isUp && byMs < 0 && byMs > -jitterMs) return;
    const fromAheadMs = this.#step?.fromAheadMs ?? this.#aheadMs;
    this.#doubt(this.clock(nowMs) - secondMs);
    this.#aheadMs += byMs;
    this.wasSet = true;
    this.wasSetBack ||= byMs < 0;
    for (let atMs = this.clock(nowMs); byMs < 0 && atMs <= this.#latestMs; atMs += secondMs)
      this.#doubt(atMs);
    this.#latestMs = Math.max(this.#latestMs, this.clock(nowMs));
    if (!this.isUp) return;
    this.#step = { fromAheadMs, forMs: 0 };
    this.#reachedMs = this.clock(nowMs);
    // A life of which nobody has heard, and that saw no second yet, begins by the new clock.
    const life = this.lives.at(-1)!;
    if (this.#isNew) life.fromMs = life.reachedMs = this.#reachedMs;
  }

  start(nowMs: number): void {
    if (this.isUp) return;
    this.isUp = true;
    this.#step = undefined;
    this.#live(this.clock(nowMs));
    this.#coveredMs = this.#reachedMs = this.clock(nowMs);
  }

  #live(fromMs: number): void {
    const epoch = Math.max(fromMs, (this.lives.at(-1)?.epoch ?? 0) + 1);
    this.lives.push({ epoch, fromMs, reachedMs: fromMs });
    this.#isNew = true;
  }

  /** The process is gone, with what it had not written. */
  kill(): void {
    this.isUp = false;
    for (const record of this.#waiting.splice(0)) this.#miss(record);
    // Records that went without a mark, for a step of the clock, are told by nobody now.
    if (this.#step) this.#blur(this.#spans);
    [this.#spans, this.#losses] = [[], []];
  }

  /** Keeps a copy of its data folder. */
  backUp(): void {
    this.#backup = { spool: [...this.#spool], sequence: this.#sequence };
  }

  /** Its data folder becomes what it was: what was sent since the copy is sent again, by another life. */
  rollBack(nowMs: number): void {
    this.kill();
    for (const one of this.#spool)
      if (!this.#backup.spool.includes(one)) {
        if (one.kind === 'records') this.#miss(one);
        else this.#blur(one.mark.interfaces);
      }
    this.#spool = [...this.#backup.spool];
    for (const one of this.#spool) if (one.kind === 'records') this.#find(one);
    this.#sequence = this.#backup.sequence;
    this.start(nowMs);
  }

  /** One second passes, with this many bytes. */
  pass(nowMs: number, fate: Fate, bytes: number): void {
    const atMs = this.clock(nowMs);
    const isWhole = this.isUp && fate === 'captured';
    const before = this.passed.get(atMs);
    if (before !== undefined) this.#earlier.set(atMs, before);
    this.passed.set(atMs, Math.min(before ?? Infinity, bytes + (isWhole ? 0 : hiddenBytes)));
    if (before !== undefined || this.#step) this.#doubt(atMs);
    if (this.#step) this.#step.forMs += secondMs;
    this.#latestMs = Math.max(this.#latestMs, atMs + secondMs);
    if (!this.isUp) return;
    const life = this.lives.at(-1)!;
    // Nobody can tell an agent that does not capture yet, and has said nothing, from one that is not there.
    if (this.#isNew && fate === 'interrupted') life.fromMs = atMs + secondMs;
    else this.#isNew = false;
    life.reachedMs = Math.max(life.reachedMs, atMs + secondMs);
    this.#reachedMs = atMs + secondMs;
    if (fate === 'interrupted') return;
    if (fate === 'queue dropped') this.#losses.push(coverage(atMs, { queueDropped: 1 }));
    this.#cover(atMs, fate);
    const batch = batchOf(atMs, [flow(this.source, `10.9.0.${1 + ((atMs / secondMs) % 2)}`, bytes)]);
    const { epoch } = this.lives.at(-1)!;
    const record = {
      ...{ kind: 'records' as const, agent: this.name, epoch, batch },
      firstSequence: this.#sequence++,
    };
    this.#captures.set(atMs, { isWhole, record });
    this.#waiting.push(record);
  }

  /** Puts what waits into the spool, with a mark behind it; without one while a step of the clock is not believed. */
  seal(farewell = false): void {
    this.#spool.push(...this.#waiting.splice(0));
    const step = this.#step;
    const hasReturned = step && Math.abs(this.#aheadMs - step.fromAheadMs) < leastStepMs;
    const isBelieved = step && !hasReturned && step.forMs >= settleMs;
    if (step && !hasReturned && !isBelieved && !farewell) return;
    if (step) this.#restart(isBelieved === true);
    this.#spool.push({ kind: 'mark', mark: this.#mark(farewell) });
  }

  /** The clock was another one until now: nothing of what was covered reaches to the present. */
  #restart(isOther: boolean): void {
    const spans = this.#spans.splice(0);
    const at = epochMs(this.#reachedMs);
    this.#blur(spans);
    for (const { fromMs, toMs } of spans)
      for (let ms: number = fromMs; ms < toMs; ms += secondMs) this.#doubt(ms);
    this.#doubt(at);
    this.#spans = [
      spans.reduce(sum, { ...coverage(at), toMs: at, dropsKnown: spans.every((one) => one.dropsKnown) }),
    ];
    this.#coveredMs = at;
    this.#step = undefined;
    if (isOther) this.#live(at);
  }

  #doubt(atMs: number): void {
    this.unsure.add(startOf(atMs));
  }

  /** Ends as it is told to, with a last word. */
  stop(nowMs: number): void {
    this.seal(true);
    this.isUp = false;
    const leftMs = this.clock(nowMs);
    this.lives.at(-1)!.leftMs = leftMs;
    // If it starts again at once, nothing is missing of the window, and nobody knows.
    if (leftMs % windowMs !== 0) this.blurred.add(startOf(leftMs));
  }

  /** Takes out of the spool what is sent now. */
  send(count: number): LogMessage[] {
    const sent = this.#spool.splice(0, count);
    for (const one of sent) this.#sent.add(one);
    return sent;
  }

  /** The spool is full: the oldest go, with the marks behind them. The next mark that stays says so, or the last one. */
  overflow(count: number): void {
    const dropped = this.#spool.splice(0, count);
    while (dropped.length > 0 && this.#spool[0]?.kind === 'mark') dropped.push(this.#spool.shift()!);
    const losses: InterfaceCoverage[] = [];
    for (const one of dropped) {
      if (one.kind === 'mark') {
        // That this time was captured is told nowhere else, though its records may have come.
        this.#blur(one.mark.interfaces);
        losses.push(...one.mark.interfaces.filter(({ queueDropped }) => queueDropped > 0));
      } else {
        this.#miss(one);
        losses.push(coverage(one.batch.fromMs, { queueDropped: one.batch.packets }));
      }
    }
    this.#tell(losses, dropped.findLast((one) => one.kind === 'mark')?.mark);
  }

  #tell(losses: readonly InterfaceCoverage[], last: Mark | undefined): void {
    const joined = joinedLoss(losses);
    this.#blur(joined);
    const at = this.#spool.findIndex(({ kind }) => kind === 'mark');
    const stays = this.#spool[at];
    if (stays?.kind === 'mark') this.#spool[at] = { kind: 'mark', mark: withLosses(stays.mark, joined) };
    else if (last) this.#spool.unshift({ kind: 'mark', mark: withLosses(last, joined) });
    else this.#losses.push(...joined);
  }

  /** What the agent had of a second, as it is in the log; undefined where something of it is missing for ever. */
  recordOf(atMs: number): RecordsMessage | undefined {
    const capture = this.#captures.get(atMs);
    return capture?.isWhole === true ? capture.record : undefined;
  }

  /** A record is lost on the way into the log. */
  #miss(record: RecordsMessage): void {
    const { fromMs, bytes } = record.batch;
    const capture = this.#captures.get(fromMs)!;
    if (capture.record !== record) this.#doubt(fromMs);
    if (capture.record !== record || !capture.isWhole || this.#sent.has(record)) return;
    this.#missed.add(record);
    this.#captures.set(fromMs, { isWhole: false, record });
    this.passed.set(fromMs, Math.min(this.#earlier.get(fromMs) ?? Infinity, bytes + hiddenBytes));
  }

  /** A record that was lost is there again. */
  #find(record: RecordsMessage): void {
    const { fromMs, bytes } = record.batch;
    if (!this.#missed.delete(record)) return;
    this.#captures.set(fromMs, { isWhole: true, record });
    this.passed.set(fromMs, bytes);
  }

  #cover(atMs: number, fate: Fate): void {
    const toMs = epochMs(atMs + secondMs);
    const counts = {
      received: 1,
      kernelDropped: fate === 'kernel dropped' ? 1 : 0,
      interfaceDropped: fate === 'interface dropped' ? 1 : 0,
    };
    const dropsKnown = fate !== 'drops unknown';
    const span = this.#spans.at(-1);
    if (span?.toMs === atMs && span.dropsKnown === dropsKnown)
      this.#spans.splice(-1, 1, { ...sum(span, counts), toMs });
    else this.#spans.push({ ...coverage(atMs, counts), dropsKnown });
    this.#coveredMs = toMs;
  }

  #mark(farewell: boolean): Mark {
    this.#isNew = false;
    const [spans, losses] = [this.#spans.splice(0), joinedLoss(this.#losses.splice(0))];
    const at = epochMs(this.#coveredMs);
    const silent = { ...coverage(at), toMs: at };
    const interfaces = [...losses, ...(spans.length > 0 ? spans : [silent])];
    this.#blur(interfaces.filter(hasLoss));
    return {
      ...{ agent: this.name, epoch: this.lives.at(-1)!.epoch, sequence: this.#sequence++ },
      ...{ reachedMs: epochMs(this.#reachedMs), interfaces, lost: { spool: 0 } },
      ...{ selection: { filter: '', publishWhen: '' }, farewell },
    };
  }

  #blur(spans: readonly InterfaceCoverage[]): void {
    for (const { fromMs, toMs } of spans)
      for (let startMs = startOf(fromMs); startMs < toMs; startMs += windowMs) this.blurred.add(startMs);
  }
}

const coverage = (atMs: number, counts: Partial<InterfaceCoverage> = {}): InterfaceCoverage => ({
  ...{ name: 'eth0', fromMs: epochMs(atMs), toMs: epochMs(atMs + secondMs), received: 0 },
  ...{ kernelDropped: 0, interfaceDropped: 0, queueDropped: 0, dropsKnown: true },
  ...counts,
});

type Counts = Pick<InterfaceCoverage, 'received' | 'kernelDropped' | 'interfaceDropped'>;

const sum = (span: InterfaceCoverage, more: Counts): InterfaceCoverage => ({
  ...span,
  received: span.received + more.received,
  kernelDropped: span.kernelDropped + more.kernelDropped,
  interfaceDropped: span.interfaceDropped + more.interfaceDropped,
});

const withLosses = (mark: Mark, losses: readonly InterfaceCoverage[]): Mark => ({
  ...mark,
  interfaces: [...losses, ...mark.interfaces],
});

const hasLoss = ({ kernelDropped, interfaceDropped, queueDropped, dropsKnown }: InterfaceCoverage): boolean =>
  kernelDropped + interfaceDropped + queueDropped > 0 || !dropsKnown;

/** Losses on the way into the log, as one count of the time that holds them. */
function joinedLoss(losses: readonly InterfaceCoverage[]): InterfaceCoverage[] {
  if (losses.length === 0) return [];
  const fromMs = epochMs(Math.min(...losses.map((one) => one.fromMs)));
  const toMs = epochMs(Math.max(...losses.map((one) => one.toMs)));
  const queueDropped = losses.reduce((total, one) => total + one.queueDropped, 0);
  return [{ ...coverage(fromMs, { queueDropped }), toMs }];
}
