import type { Clock } from '../../common/clock.ts';
import type { DurationMs } from '../../common/units.ts';
import type { CaptureMessage } from '../capture/capture-source.ts';
import { ClockGuard } from '../capture/clock-guard.ts';
import { CoverageMeter } from '../capture/coverage-meter.ts';
import type { AgentFacts, Mark } from '../flow-records/mark.ts';
import type { LinkReport, RecordPublisher } from './record-publisher.ts';

/**
 * While nothing is captured, a mark is written this often: silence is known because it was watched. A helper at rest
 * flushes each two seconds, not to the millisecond.
 */
const idleMarkMs = 1_900;

/** What a mark writer needs. */
export interface MarkWriterParts {
  readonly clock: Clock;
  readonly intervalMs: DurationMs;
  readonly selection: Mark['selection'];
  /** What the agent says of itself. */
  readonly about?: () => AgentFacts;
  /** Begins another life of the agent, and gives its epoch. */
  readonly beginEpoch: () => number;
}

/**
 * Writes an agent's marks into the log, behind the records that they cover. After a step of the wall clock it waits
 * until the clock stands by it: a clock that is wrong for a moment moves nobody's time.
 */
export class MarkWriter {
  readonly #parts: MarkWriterParts;
  readonly #meter: CoverageMeter;
  readonly #guard = new ClockGuard();
  #reachedMs = -Infinity;
  #writtenAt = -Infinity;
  #hasRecords = false;

  constructor(parts: MarkWriterParts) {
    this.#parts = parts;
    this.#meter = new CoverageMeter(parts.intervalMs);
  }

  /** Takes up what a capture source says. */
  take(message: CaptureMessage): void {
    const now = this.#parts.clock.now();
    if (message.kind === 'opened') this.#meter.opened(message.interface.name, now);
    else if (message.kind === 'counters') this.#meter.counted(message.counters);
    else if (message.kind === 'problem') {
      if (message.departed && message.interface !== undefined) this.#meter.departed(message.interface);
      else this.#meter.interrupted(now, message.interface);
    }
  }

  /** The capture ended or was paused: until it goes on, every mark says so. */
  interrupted(): void {
    this.#meter.interrupted(this.#parts.clock.now());
  }

  /** Captured packets were lost before the log had them. */
  lost({ interface: name, atMs, queueDropped }: LinkReport): void {
    this.#meter.lost(name, atMs, queueDropped);
  }

  /**
   * Puts a mark behind what was offered, where there is something new to say.
   *
   * @param hasRecords whether records were offered since the last call
   */
  write(publisher: RecordPublisher, hasRecords: boolean): void {
    const { clock, beginEpoch } = this.#parts;
    this.#hasRecords ||= hasRecords;
    const verdict = this.#guard.look(clock.now(), clock.monotonic());
    if (verdict === 'unsure') return;
    if (verdict !== 'steady') {
      this.#meter.restart(clock.now());
      this.#reachedMs = -Infinity;
    }
    if (verdict === 'stepped') publisher.beginEpoch(beginEpoch());
    if (this.#isDue()) this.#write(publisher, false);
  }

  /** The agent's last word before it ends. It doesn't wait for a clock that has just stepped: it covers nothing then. */
  farewell(publisher: RecordPublisher): void {
    const { clock } = this.#parts;
    if (this.#guard.look(clock.now(), clock.monotonic()) !== 'steady') this.#meter.restart(clock.now());
    this.#write(publisher, true);
  }

  #isDue(): boolean {
    const { clock } = this.#parts;
    if (this.#meter.reachedMs(clock.now()) <= this.#reachedMs) return false;
    return this.#hasRecords || clock.monotonic() - this.#writtenAt >= idleMarkMs;
  }

  #write(publisher: RecordPublisher, farewell: boolean): void {
    const { clock, selection, about } = this.#parts;
    const coverage = this.#meter.take(clock.now());
    if (!coverage) return;
    publisher.mark({
      ...{ ...coverage, lost: { spool: 0 }, selection, farewell },
      ...(about && { about: about() }),
    });
    this.#hasRecords = false;
    this.#reachedMs = coverage.reachedMs;
    this.#writtenAt = clock.monotonic();
  }
}
