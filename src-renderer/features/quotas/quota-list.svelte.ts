import type { WallClock } from '../../../src-main/common/clock.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { Quotas } from '../../../src-main/common/model/quotas.ts';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';
import { everything, inGroup } from '../../ui/groups.ts';
import type { Client } from '../../state/client.ts';

/** As many are listed: the nearest to full. */
const listed = 200;
/** What is used grows; it is read again so often while somebody looks. */
const followMs = 5_000;

interface QuotaListOptions {
  readonly monitor: Pick<Client['monitor'], 'listQuotas'>;
  readonly clock: WallClock;
}

/** The quotas as the engine told them last. */
export class QuotaList {
  /** Null until they were read. */
  found = $state.raw<Quotas | null>(null);
  /** The kind of period whose quotas are shown. */
  period = $state(everything);
  /** Those of the chosen period. */
  readonly shown = $derived.by(() => {
    const quotas = this.found?.quotas ?? [];
    return quotas.filter(inGroup(quotas, ({ period }) => period, this.period));
  });
  /** Why the last read failed. */
  problem = $state.raw<ErrorData | null>(null);
  readonly #options: QuotaListOptions;
  readonly #reads = new RepeatedRun(() => this.#read());
  #followedMs = -Infinity;

  constructor(options: QuotaListOptions) {
    this.#options = options;
  }

  /** Reads them anew. */
  async load(): Promise<void> {
    await this.#reads.ask();
  }

  /** Keeps up with what is used, if called from time to time. */
  async follow(): Promise<void> {
    if (Math.abs(this.#options.clock.now() - this.#followedMs) >= followMs) await this.load();
  }

  async #read(): Promise<boolean> {
    const { monitor, clock } = this.#options;
    this.#followedMs = clock.now();
    try {
      this.found = await monitor.listQuotas({ count: listed });
      this.problem = null;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
    return true;
  }
}
