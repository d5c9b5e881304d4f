import { containsAddress, parseNetwork } from '../../../src-main/common/address.ts';
import type { AggregatorSettings } from '../../../src-main/engine/windows/window-aggregator.ts';
import type { Flow } from '../../support/records/flows.ts';

interface ModelWindow {
  startMs: number;
  endMs: number;
  bytes: number;
  packets: number;
  late: number;
  closed: boolean;
}

/** Windows as the design describes them, kept whole and searched one by one. */
export class ModelAggregator {
  readonly #settings: AggregatorSettings;
  readonly #windows = new Map<number, ModelWindow>();
  #newestMs = -Infinity;

  constructor(settings: AggregatorSettings) {
    this.#settings = settings;
  }

  /** Returns the packets that a window could not take. */
  add(at: number, flows: readonly Flow[]): number {
    this.#newestMs = Math.max(this.#newestMs, at);
    const selected = flows.filter((one) => this.#selects(one));
    const packets = selected.reduce((sum, one) => sum + one.packets, 0);
    const windows = this.#windowsOf(at);
    const refused = this.#watermark >= windows.at(-1)!.endMs + this.#settings.correctionMs;
    for (const window of windows) {
      if (!refused) {
        window.bytes += selected.reduce((sum, one) => sum + one.bytes, 0);
        window.packets += packets;
      } else {
        window.late += packets;
      }
    }
    this.#close();
    return refused ? packets : 0;
  }

  windows(): ModelWindow[] {
    return [...this.#windows.values()].sort((a, b) => a.startMs - b.startMs);
  }

  get #watermark(): number {
    return this.#newestMs - this.#settings.latenessMs;
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

  /** Between any two windows there is every other one. */
  #fill(...starts: number[]): void {
    const { slideMs } = this.#settings.shape;
    const known = [...this.#windows.keys(), ...starts];
    for (let start = Math.min(...known); start <= Math.max(...known); start += slideMs) {
      this.#make(start);
    }
  }

  #make(startMs: number): ModelWindow {
    const { shape } = this.#settings;
    const made = this.#windows.get(startMs) ?? {
      ...{ startMs, endMs: startMs + shape.sizeMs, bytes: 0, packets: 0, late: 0, closed: false },
    };
    this.#windows.set(startMs, made);
    return made;
  }

  #close(): void {
    for (const window of this.#windows.values()) window.closed ||= window.endMs <= this.#watermark;
  }
}
