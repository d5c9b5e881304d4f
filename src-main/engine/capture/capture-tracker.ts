import type { Clock } from '../../common/clock.ts';
import { type ErrorData, MonitorError } from '../../common/errors.ts';
import { noCounts } from '../../common/loss.ts';
import type { CaptureState, CaptureStatus, CaptureTotals } from '../../common/model/capture.ts';
import type { EpochMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';
import type { CaptureCounters, CaptureMessage } from './capture-source.ts';

const nothing: CaptureTotals = {
  records: 0,
  ip: 0,
  nonIp: 0,
  malformed: 0,
  unsupportedLink: 0,
  ...noCounts,
};

/** Where others capture. */
export const noCapture: CaptureStatus = {
  state: 'stopped',
  interfaces: [],
  unlisted: { count: 0, ...nothing },
  totals: nothing,
  countsDrops: true,
  queuedPackets: 0,
  packetsPerSecond: 0,
  bytesPerSecond: 0,
  problem: null,
};

/** An interface that `auto` does not choose any more is no lasting problem, but it is shown for so long. */
const departureShownMs = 10_000;

/** An interface that is gone is listed for so long; then only its packets are kept. */
const goneListedMs = 600_000;

/** A source reports twice a second, one at rest every two; one that has not for so long is shown as silent. */
const silentMs = 5_000;

const silent = new MonitorError('capture/silent', say('capture.silent'), {
  remedy: say('capture.remedy.silent'),
  retriable: true,
}).toData();

/** Rates are means over at least this long. */
const ratePeriodMs = 1000;

/** Adds up what a capture source tells of itself. */
export class CaptureTracker {
  readonly #clock: Clock;
  readonly #countsDrops: boolean;
  readonly #interfaces = new Map<string, CaptureTotals>();
  readonly #problems = new Map<string, ErrorData>();
  /** When each interface that is gone departed, on the monotonic clock. */
  readonly #gone = new Map<string, number>();
  /** Of interfaces that are gone and listed no more. */
  #folded = { count: 0, ...nothing };
  #departure: { readonly problem: ErrorData; readonly untilMs: number } | undefined;
  #state: CaptureState = 'starting';
  #packets = 0;
  #bytes = 0;
  #rateSince: number;
  #packetsPerSecond = 0;
  #bytesPerSecond = 0;
  /** When the source last said that all it captured was handed over, on the monotonic clock. */
  #reportedMs = 0;

  /** @param countsDrops whether the source knows what the kernel dropped */
  constructor(clock: Clock, countsDrops = true) {
    this.#clock = clock;
    this.#rateSince = clock.monotonic();
    this.#countsDrops = countsDrops;
  }

  get status(): CaptureStatus {
    const isSilent = this.#isSilent;
    this.#foldGone();
    return {
      state: isSilent ? 'silent' : this.#state,
      interfaces: [...this.#interfaces].map(([name, totals]) => ({ name, ...totals })),
      unlisted: this.#folded,
      totals: [...this.#interfaces.values()].reduce(addTotals, totalsOf(this.#folded)),
      countsDrops: this.#countsDrops,
      queuedPackets: 0,
      packetsPerSecond: isSilent ? 0 : this.#packetsPerSecond,
      bytesPerSecond: isSilent ? 0 : this.#bytesPerSecond,
      problem: isSilent ? silent : ([...this.#problems.values()].at(-1) ?? this.#recentDeparture() ?? null),
    };
  }

  get #isSilent(): boolean {
    return this.#state === 'capturing' && this.#clock.monotonic() - this.#reportedMs >= silentMs;
  }

  /** Records what the source said. */
  take(message: CaptureMessage): void {
    switch (message.kind) {
      case 'opened':
        this.#opened(message.interface.name);
        break;
      case 'flows':
        if (this.#packets === 0) this.#endSilence(message.batch.fromMs);
        this.#packets += message.batch.packets;
        this.#bytes += message.batch.bytes;
        break;
      case 'counters':
        this.#count(message.counters);
        break;
      case 'flushed':
        this.#reportedMs = this.#clock.monotonic();
        this.#rate();
        break;
      case 'problem':
        this.#note(message);
    }
  }

  /** Silence before the first packets of a rate, which come from an interval on, is no part of its time. */
  #endSilence(fromMs: EpochMs): void {
    const ageMs = Math.max(ratePeriodMs, this.#clock.now() - fromMs);
    this.#rateSince = Math.max(this.#rateSince, this.#clock.monotonic() - ageMs);
  }

  /** Records that the source ended, by itself or with an error. */
  ended(problem?: ErrorData): void {
    this.#state = problem ? 'failed' : 'stopped';
    this.#packetsPerSecond = 0;
    this.#bytesPerSecond = 0;
    if (problem) this.#fail(problem);
  }

  /** The source as a whole fails: what was wrong with a part of it, its next run says again. */
  #fail(problem: ErrorData): void {
    this.#problems.clear();
    this.#problems.set('', problem);
  }

  /** Records that nothing is captured, as the person wants it. */
  paused(): void {
    this.#state = 'paused';
    this.#problems.clear();
    this.#departure = undefined;
  }

  #note({ problem, interface: name, departed }: Extract<CaptureMessage, { kind: 'problem' }>): void {
    if (name === undefined) {
      this.#state = 'restarting';
      this.#fail(problem);
    } else if (departed) {
      this.#gone.delete(name);
      this.#gone.set(name, this.#clock.monotonic());
      this.#problems.delete(name);
      this.#departure = { problem, untilMs: this.#clock.monotonic() + departureShownMs };
    } else this.#problems.set(name, problem);
  }

  /** Interfaces of containers come and go by the thousand: what they brought is kept as one sum. */
  #foldGone(): void {
    for (const [name, sinceMs] of this.#gone) {
      if (this.#clock.monotonic() - sinceMs < goneListedMs) break;
      const totals = this.#interfaces.get(name);
      this.#gone.delete(name);
      if (!totals) continue;
      this.#folded = { count: this.#folded.count + 1, ...addTotals(totalsOf(this.#folded), totals) };
      this.#interfaces.delete(name);
    }
  }

  #recentDeparture(): ErrorData | undefined {
    if (this.#departure !== undefined && this.#departure.untilMs < this.#clock.monotonic())
      this.#departure = undefined;
    return this.#departure?.problem;
  }

  #opened(name: string): void {
    this.#state = 'capturing';
    this.#reportedMs = this.#clock.monotonic();
    this.#departure = undefined;
    this.#problems.delete(name);
    this.#problems.delete('');
    this.#gone.delete(name);
    if (!this.#interfaces.has(name)) this.#interfaces.set(name, nothing);
  }

  /** Records that packets of an interface found no room in the queue before the log. */
  countQueueDrops(name: string, queueDropped: number): void {
    this.#add(name, { ...nothing, queueDropped });
  }

  #count(counters: CaptureCounters): void {
    this.#add(counters.interface, { ...counters, queueDropped: 0 });
  }

  #add(name: string, more: CaptureTotals): void {
    this.#interfaces.set(name, addTotals(this.#interfaces.get(name) ?? nothing, more));
  }

  #rate(): void {
    const elapsedMs = this.#clock.monotonic() - this.#rateSince;
    if (elapsedMs < ratePeriodMs) return;
    this.#packetsPerSecond = (this.#packets * 1000) / elapsedMs;
    this.#bytesPerSecond = (this.#bytes * 1000) / elapsedMs;
    this.#packets = 0;
    this.#bytes = 0;
    this.#rateSince = this.#clock.monotonic();
  }
}

/** Totals without the count of interfaces. */
export const totalsOf = ({ count: _, ...totals }: CaptureStatus['unlisted']): CaptureTotals => totals;

/** Sums of two. */
export const addTotals = (a: CaptureTotals, b: CaptureTotals): CaptureTotals => ({
  records: a.records + b.records,
  ip: a.ip + b.ip,
  nonIp: a.nonIp + b.nonIp,
  malformed: a.malformed + b.malformed,
  unsupportedLink: a.unsupportedLink + b.unsupportedLink,
  kernelReceived: a.kernelReceived + b.kernelReceived,
  kernelDropped: a.kernelDropped + b.kernelDropped,
  interfaceDropped: a.interfaceDropped + b.interfaceDropped,
  queueDropped: a.queueDropped + b.queueDropped,
});
