import { containsAddress, parseNetwork } from '../../../src-main/common/address.ts';
import type { LinkCounts } from '../../../src-main/common/model/capture.ts';
import type { AggregatorSettings } from '../../../src-main/engine/windows/window-aggregator.ts';
import type { Flow } from '../../helpers/flows.ts';

interface ModelWindow {
  startMs: number;
  endMs: number;
  bytes: number;
  packets: number;
  late: number;
  dropped: number;
  missed: number;
  received: number;
  closed: boolean;
  complete: boolean;
}

/** Windows as the design describes them, kept whole and searched one by one. */
export class ModelAggregator {
  readonly #settings: AggregatorSettings;
  readonly #windows = new Map<number, ModelWindow>();
  #newestMs = -Infinity;
  #wallMs: number | undefined;

  constructor(settings: AggregatorSettings) {
    this.#settings = settings;
  }

  /** Returns the packets that no window could take. */
  add(at: number, flows: readonly Flow[]): number {
    this.#newestMs = Math.max(this.#newestMs, at);
    const selected = flows.filter((one) => this.#selects(one));
    const packets = selected.reduce((sum, one) => sum + one.packets, 0);
    let taken = false;
    for (const window of this.#windowsOf(at)) {
      if (this.#watermark < window.endMs + this.#settings.correctionMs) {
        window.bytes += selected.reduce((sum, one) => sum + one.bytes, 0);
        window.packets += packets;
        taken = true;
      } else window.late += packets;
    }
    this.#close();
    return taken ? 0 : packets;
  }

  wall(at: number): void {
    this.#wallMs = at;
    const present = Math.max(...this.#startsAt(at));
    this.#fill(present);
    this.#make(present);
    this.#close();
  }

  lose(at: number, loss: LinkCounts): void {
    for (const window of this.#windowsOf(at)) {
      window.dropped += loss.queueDropped;
      window.missed += loss.kernelDropped + loss.interfaceDropped;
      window.received += loss.kernelReceived;
    }
    this.#close();
  }

  windows(): ModelWindow[] {
    return [...this.#windows.values()].sort((a, b) => a.startMs - b.startMs);
  }

  get #watermark(): number {
    return (this.#wallMs ?? this.#newestMs) - this.#settings.latenessMs;
  }

  #selects({ source }: Flow): boolean {
    const { sources } = this.#settings.selection;
    return sources.length === 0 || sources.some((one) => containsAddress(one, parseNetwork(source).packed));
  }

  #startsAt(at: number): number[] {
    const { sizeMs, slideMs } = this.#settings.shape;
    const numbers = Array.from({ length: 1_001 }, (_, i) => i - 500);
    return numbers.map((number) => number * slideMs).filter((start) => start <= at && at < start + sizeMs);
  }

  #windowsOf(at: number): ModelWindow[] {
    const starts = this.#startsAt(at);
    this.#fill(...starts);
    return starts.map((start) => this.#make(start));
  }

  /** Between any two windows there is every other one, as far as the capture ran. */
  #fill(...starts: number[]): void {
    const { slideMs, sizeMs } = this.#settings.shape;
    const known = [...this.#windows.keys(), ...starts];
    for (let start = Math.min(...known); start <= Math.max(...known); start += slideMs) {
      if (start + sizeMs > this.#settings.coverageFromMs) this.#make(start);
    }
  }

  #make(startMs: number): ModelWindow {
    const { shape, coverageFromMs } = this.#settings;
    const made = this.#windows.get(startMs) ?? {
      ...{
        startMs,
        endMs: startMs + shape.sizeMs,
        bytes: 0,
        packets: 0,
        late: 0,
        dropped: 0,
        missed: 0,
        received: 0,
      },
      ...{ closed: false, complete: startMs >= coverageFromMs },
    };
    this.#windows.set(startMs, made);
    return made;
  }

  #close(): void {
    for (const window of this.#windows.values()) window.closed ||= window.endMs <= this.#watermark;
  }
}
