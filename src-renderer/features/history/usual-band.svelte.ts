import { longestUsualMs, type UsualKind, type UsualStep } from '../../../src-main/common/model/usual.ts';
import type { Direction } from '../../../src-main/common/direction.ts';
import type { Client } from '../../state/client.ts';

const hourMs = 3_600_000;

type TrafficPart = Parameters<Client['monitor']['getTotals']>[0];

/** A range of which is shown what is usual. */
export interface UsualRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly of: UsualKind;
  /** Of a part of the traffic; null for all. */
  readonly scope?: TrafficPart['scope'];
  readonly direction?: Direction | null;
  /** Which series' windows; null for the one that is summed now. */
  readonly series?: number | null;
  /** Changes when a window closes: then it is read again. */
  readonly stamp: unknown;
}

/** What is usual at each hour of the range that a chart shows. */
export class UsualBand {
  steps = $state.raw<readonly UsualStep[]>([]);
  /** Whether it could not be read. */
  hasFailed = $state(false);
  readonly #monitor: Pick<Client['monitor'], 'getUsual'>;
  #asked = '';

  constructor(monitor: Pick<Client['monitor'], 'getUsual'>) {
    this.#monitor = monitor;
  }

  /** Shows a range; nothing for null, and where it is too long. What was shown stays until the other is here. */
  async show(wanted: UsualRange | null): Promise<void> {
    const range = wanted && spanOf(wanted) <= longestUsualMs(wanted.of) ? wanted : null;
    const asked = range === null ? '' : keyOf(range);
    if (asked === this.#asked) return;
    this.#asked = asked;
    if (range === null) {
      this.steps = [];
      this.hasFailed = false;
      return;
    }
    const { startMs, endMs, of, series = null, scope = null, direction = null } = range;
    const part = { ...(scope && { scope }), ...(direction && { direction }) };
    const request = { fromMs: floor(startMs), toMs: floor(endMs + hourMs - 1), of, ...part };
    try {
      const steps = await this.#monitor.getUsual({ ...request, ...(series !== null && { series }) });
      if (asked !== this.#asked) return;
      this.steps = steps;
      this.hasFailed = false;
    } catch {
      // The chart says so; it is asked again with the next window.
      if (asked !== this.#asked) return;
      this.steps = [];
      this.hasFailed = true;
    }
  }
}

const spanOf = ({ startMs, endMs }: UsualRange): number => floor(endMs + hourMs - 1) - floor(startMs);

const floor = (ms: number): number => Math.floor(ms / hourMs) * hourMs;

const keyOf = ({ startMs, endMs, ...of }: UsualRange): string =>
  JSON.stringify([floor(startMs), floor(endMs + hourMs - 1), of]);
