import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { ScopeRules } from '../../../src-main/common/model/hosts.ts';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';
import type { Client } from '../../state/client.ts';
import type { HistoryScope } from '../history/range-picture.ts';

/** As many limits and alerts are listed. */
const listed = 50;

/** The limits on the host, network or pair whose past is shown, and the alerts about it. */
export class ShownScopeRules {
  /** Null until they are here, and where all traffic is shown. */
  rules = $state.raw<ScopeRules | null>(null);
  problem = $state.raw<ErrorData | null>(null);
  readonly #monitor: Pick<Client['monitor'], 'getScopeRules'>;
  readonly #reads = new RepeatedRun(() => this.#read());
  #scope: HistoryScope | null = null;

  constructor({ monitor }: { readonly monitor: Pick<Client['monitor'], 'getScopeRules'> }) {
    this.#monitor = monitor;
  }

  /** Reads those of a scope anew; what is shown of another one goes at once. */
  async show(scope: HistoryScope | null): Promise<void> {
    if (scope?.host !== this.#scope?.host || scope?.peer !== this.#scope?.peer) this.rules = null;
    this.#scope = scope;
    await this.#reads.ask();
  }

  async #read(): Promise<boolean> {
    const scope = this.#scope;
    try {
      const rules = scope && (await this.#monitor.getScopeRules({ ...scope, count: listed }));
      if (scope === this.#scope) this.rules = rules;
      this.problem = null;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
    return true;
  }
}
