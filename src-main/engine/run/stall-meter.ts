import type { MessageLog } from '../log/message-log.ts';

/** Measures for how long this thread did one thing at a time, and nothing else had its turn. */
export class StallMeter {
  readonly #monotonic: () => number;
  #isWorking = false;
  #longestMs = 0;

  /** @param monotonic a clock in milliseconds that nobody sets */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** The longest stall so far, in milliseconds. */
  get longestMs(): number {
    return Math.round(this.#longestMs);
  }

  /**
   * Work begins: the stall lasts until something else has its turn. Called at whatever wakes this thread up, which costs
   * less than a timer that looks on.
   */
  begin(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    const since = this.#monotonic();
    setImmediate(() => {
      this.#isWorking = false;
      this.#longestMs = Math.max(this.#longestMs, this.#monotonic() - since);
    });
  }

  /** The log, as work that begins wherever it is written or has been read. */
  watching(log: MessageLog): MessageLog {
    return {
      append: (messages) => {
        this.begin();
        return log.append(messages);
      },
      read: async (positions, maxRecords) => {
        const deliveries = await log.read(positions, maxRecords);
        this.begin();
        return deliveries;
      },
      rewind: (readSoFar) => log.rewind(readSoFar),
      nextSequence: (agent) => log.nextSequence(agent),
      ends: () => log.ends(),
      onAppended: log.onAppended,
    };
  }
}
