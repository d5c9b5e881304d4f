import { endOf } from '../embedded-log.ts';
import { emptySets, type LoadParts, loadOf, type PartitionLoad } from './partition-load.ts';
import type { PackedSets, PartitionSender } from './partition-sender.ts';
import type { RecordSet } from './record-set.ts';
import type { Spool } from './spool.ts';

/** Rows of the spool from one offset to before another, ready to be sent. */
export interface PackedLoad extends Pick<PartitionLoad, 'records' | 'heldBack' | 'damaged'> {
  readonly from: number;
  readonly end: number;
  readonly packed: PackedSets;
}

/** A load that is being packed. */
interface Packing {
  readonly from: number;
  readonly end: number;
  readonly partitions: number;
  readonly load: Promise<PackedLoad>;
}

/** What a packer is made of. */
export interface PackerParts {
  readonly spool: Pick<Spool, 'read'>;
  readonly sender: Pick<PartitionSender, 'pack'>;
  /** Records of a load, about. */
  readonly atOnce: number;
  readonly loadParts: () => LoadParts;
}

/** Packs what is sent next, also while what is before it is under way. */
export class LoadPacker {
  readonly #parts: PackerParts;
  #packing: Packing | undefined;
  /** Sets whose load is packed: they are megabytes, which would have to be collected and made again for each one. */
  #spare: readonly RecordSet[] = [];

  constructor(parts: PackerParts) {
    this.#parts = parts;
  }

  /** Rows before it are packed, and stay; 0 where none are. */
  get packedUntil(): number {
    return this.#packing?.end ?? 0;
  }

  /** The load that begins at an offset; undefined where there is nothing to send. */
  next(from: number): Promise<PackedLoad> | undefined {
    const { partitions } = this.#parts.loadParts();
    const isPacked = this.#packing?.from === from && this.#packing.partitions === partitions;
    if (!isPacked) this.packAhead(from);
    return this.#packing?.load;
  }

  /** Begins to pack the load that begins at an offset. */
  packAhead(from: number): void {
    this.#packing = this.#pack(from);
  }

  #pack(from: number): Packing | undefined {
    const { spool, atOnce, loadParts } = this.#parts;
    const parts = loadParts();
    const rows = spool.read(from, atOnce, parts.partitions);
    if (rows.length === 0) return undefined;
    const sets = this.#takeSpare(parts.partitions);
    const end = endOf(rows.at(-1)!);
    const load = this.#finish(loadOf(rows, parts, sets), sets, from, end);
    // Whoever waits for it is told; one that was packed ahead may not be waited for.
    load.catch(() => {});
    return { from, end, partitions: parts.partitions, load };
  }

  async #finish(
    { sets: filled, ...load }: PartitionLoad,
    sets: readonly RecordSet[],
    from: number,
    end: number,
  ): Promise<PackedLoad> {
    const packed = await this.#parts.sender.pack(filled);
    for (const set of sets) set.clear();
    this.#spare = sets;
    return { ...load, from, end, packed };
  }

  #takeSpare(partitions: number): readonly RecordSet[] {
    const spare = this.#spare;
    this.#spare = [];
    return spare.length === partitions ? spare : emptySets(partitions);
  }
}
