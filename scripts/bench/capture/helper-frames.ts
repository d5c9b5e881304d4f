/** What the helper counted, summed over its STATS frames (src-capture/PROTOCOL.md). */
export interface HelperCounts {
  records: number;
  kernelDropped: number;
}

const HEADER_BYTES = 8;
const STATS = 4;
const RECORDS_OFFSET = 8;
const KERNEL_DROPPED_OFFSET = 56;

/** Reads the helper's output as little as counting needs, so that reading it costs the machine next to nothing. */
export class HelperFrames {
  readonly counts: HelperCounts = { records: 0, kernelDropped: 0 };
  #held = Buffer.alloc(0);
  #skip = 0;

  push(chunk: Buffer): void {
    let bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = Buffer.alloc(0);
    for (;;) {
      const skipped = Math.min(this.#skip, bytes.length);
      this.#skip -= skipped;
      bytes = bytes.subarray(skipped);
      const length = this.#frameLength(bytes);
      if (length === undefined) break;
      if (bytes[4] === STATS) this.#count(bytes.subarray(HEADER_BYTES, length));
      this.#skip = length;
    }
    this.#held = Buffer.from(bytes);
  }

  /** @returns the length of the frame that starts here; undefined as long as too little of it is there */
  #frameLength(bytes: Buffer): number | undefined {
    if (bytes.length < HEADER_BYTES) return undefined;
    const length = HEADER_BYTES + bytes.readUInt32LE(0);
    return bytes[4] === STATS && bytes.length < length ? undefined : length;
  }

  #count(stats: Buffer): void {
    this.counts.records += Number(stats.readBigUInt64LE(RECORDS_OFFSET));
    this.counts.kernelDropped += Number(stats.readBigUInt64LE(KERNEL_DROPPED_OFFSET));
  }
}
