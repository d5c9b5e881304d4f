import { Emitter } from '../../common/event.ts';
import type { StreamStatus } from '../../common/model/stream.ts';
import type { WallClock } from '../../common/clock.ts';
import type { EpochMs } from '../../common/units.ts';
import { EmbeddedLog, type LogTable } from './embedded-log.ts';
import type { Positions } from './message-log.ts';
import type { Stream } from './stream.ts';
import { TailLog } from './tail-log.ts';
import { StreamMeter } from './stream-meter.ts';

/** How long what was read is kept: it is needed no more, but to see what happened. */
const retentionMs = 300_000;
/** So often that little is deleted at once. */
const trimMs = 5_000;

/** The embedded log as a running stream: it has nothing to run. */
export class EmbeddedStream implements Stream {
  /** It is written to directly. */
  readonly spool = null;
  readonly log: TailLog;
  readonly onDropped = new Emitter<never>().event;
  readonly onNoticed = new Emitter<never>().event;
  readonly #clock: WallClock;
  readonly #meter = new StreamMeter();
  #trimmedMs = -Infinity;

  constructor(table: LogTable, clock: WallClock) {
    this.log = new TailLog(new EmbeddedLog(table));
    this.#clock = clock;
  }

  start(): void {}

  caughtUp(): undefined {
    return undefined;
  }

  isBehind(): boolean {
    return false;
  }

  /** Lets go of what is no longer needed, every few seconds. */
  checkpointed(positions: Positions): void {
    const now = this.#clock.now();
    if (Math.abs(now - this.#trimmedMs) < trimMs) return;
    this.#trimmedMs = now;
    this.log.trim(positions, now - retentionMs);
  }

  status(positions: Positions, now: EpochMs): StreamStatus {
    return {
      kind: 'embedded',
      state: 'connected',
      brokers: [],
      topic: null,
      ...{ spool: this.spool, group: null },
      heldBack: 0,
      problem: null,
      ...this.#meter.look(this.log.ends(), positions, now),
    };
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
