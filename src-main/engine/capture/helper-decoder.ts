import {
  checkHeader,
  decodeFrame,
  headerBytes,
  type HelperFrame,
  type TimesFrame,
  viewOf,
} from './helper-protocol.ts';

/**
 * Cuts what the helper writes into frames, however the pipe has split it, and checks every one.
 * Frames within a chunk refer to it: the caller must not write to a chunk after handing it over.
 */
export class HelperDecoder {
  /** Start of a frame whose rest has not come yet: the whole buffer once the length is known, else the header. */
  #partial: Uint8Array = new Uint8Array(headerBytes);
  #held = 0;
  #times: TimesFrame | undefined;

  /** Whether the bytes so far end in the middle of a frame. */
  get midFrame(): boolean {
    return this.#held > 0;
  }

  /**
   * Takes the next bytes and yields the frames that they complete.
   *
   * @throws MonitorError `capture/failed` on anything that is not the protocol, `count/too-large` on an inexact count.
   */
  *decode(chunk: Uint8Array): Generator<HelperFrame, void, undefined> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#held === 0) {
        const length = this.#completeLength(rest);
        if (length !== undefined) {
          yield* this.#decodeWhole(rest.subarray(0, length));
          rest = rest.subarray(length);
          continue;
        }
      }
      rest = rest.subarray(this.#hold(rest));
      const whole = this.#takeHeld();
      if (whole !== undefined) yield* this.#decodeWhole(whole);
    }
  }

  /** Length of the frame that `bytes` starts with, if it is all there. */
  #completeLength(bytes: Uint8Array): number | undefined {
    if (bytes.length < headerBytes) return undefined;
    const length = this.#frameLength(bytes);
    return length <= bytes.length ? length : undefined;
  }

  #frameLength(bytes: Uint8Array): number {
    const view = viewOf(bytes);
    const length = view.getUint32(0, true);
    checkHeader(view.getUint8(4), length);
    return headerBytes + length;
  }

  /** Copies what belongs to the partial frame; returns how much that was. */
  #hold(bytes: Uint8Array): number {
    const length = Math.min(bytes.length, this.#partial.length - this.#held);
    this.#partial.set(bytes.subarray(0, length), this.#held);
    this.#held += length;
    if (this.#held === headerBytes && this.#partial.length === headerBytes) this.#growToFrame();
    return length;
  }

  #growToFrame(): void {
    const whole = new Uint8Array(this.#frameLength(this.#partial));
    whole.set(this.#partial);
    this.#partial = whole;
  }

  #takeHeld(): Uint8Array | undefined {
    if (this.#held < headerBytes || this.#held < this.#partial.length) return undefined;
    const whole = this.#partial;
    this.#partial = new Uint8Array(headerBytes);
    this.#held = 0;
    return whole;
  }

  /** What a frame says; times are told with the counters behind them. */
  #decodeWhole(whole: Uint8Array): [] | [HelperFrame] {
    const view = viewOf(whole);
    const payload = whole.subarray(headerBytes);
    const frame = decodeFrame(view.getUint8(4), view.getUint16(6, true), payload, this.#times);
    this.#times = frame.type === 'times' ? frame : undefined;
    return frame.type === 'times' ? [] : [frame];
  }
}
