import { formatAddress, type PackedAddress } from '../../../common/address.ts';
import { type FlowBatch, pairSize } from '../../flow-records/layout.ts';
import { putOctet } from './byte-writer.ts';

/** Of two IPv6 addresses, and the comma between them. */
const longest = 2 * 45 + 1;
const dot = 46;
const comma = 44;

/** `SOURCE,DESTINATION` of one flow record after the other, in the same bytes. */
export class PairText {
  readonly bytes = new Uint8Array(longest);
  /** Where the source ends and the comma stands. */
  sourceEnd = 0;
  length = 0;
  #family = 0;
  #flows: Buffer = Buffer.alloc(0);

  /** Takes up a batch, whose entries follow. */
  begin({ flows, family }: Pick<FlowBatch, 'flows' | 'family'>): void {
    this.#family = family;
    this.#flows = Buffer.from(flows.buffer, flows.byteOffset, flows.byteLength);
  }

  /** Writes the pair of the entry that begins at an offset of the batch. */
  read(at: number): void {
    const half = this.#family === 4 ? pairSize(4) / 2 : pairSize(6) / 2;
    this.sourceEnd = this.#write(at, 0);
    this.bytes[this.sourceEnd] = comma;
    this.length = this.#write(at + half, this.sourceEnd + 1);
  }

  #write(from: number, to: number): number {
    return this.#family === 4 ? this.#writeV4(from, to) : this.#writeV6(from, to);
  }

  #writeV4(from: number, to: number): number {
    const { bytes } = this;
    const flows = this.#flows;
    let at = to;
    for (let i = from; i < from + 4; i++) {
      if (i > from) bytes[at++] = dot;
      at = putOctet(bytes, at, flows[i]!);
    }
    return at;
  }

  #writeV6(from: number, to: number): number {
    const packed = this.#flows.toString('latin1', from, from + 16);
    const text = formatAddress(packed as PackedAddress);
    for (let i = 0; i < text.length; i++) this.bytes[to + i] = text.charCodeAt(i);
    return to + text.length;
  }
}
