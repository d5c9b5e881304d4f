import type { WallClock } from '../../../src-main/common/clock.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { AgentList as Agents } from '../../../src-main/common/model/agents.ts';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';
import type { Client } from '../../state/client.ts';

/** Marks come each few seconds; they are read again so often while somebody looks. */
const followMs = 2_000;

interface AgentListOptions {
  readonly monitor: Pick<Client['monitor'], 'listAgents' | 'forgetAgent' | 'expectAgent'>;
  readonly clock: WallClock;
}

/** The agents as the engine told of them last. */
export class AgentList {
  /** Null until they were read. */
  found = $state.raw<Agents | null>(null);
  /** Why the last read, or what was wished of an agent, failed. */
  problem = $state.raw<ErrorData | null>(null);
  readonly #options: AgentListOptions;
  readonly #reads = new RepeatedRun(() => this.#take((monitor) => monitor.listAgents()));
  #followedMs = -Infinity;

  constructor(options: AgentListOptions) {
    this.#options = options;
  }

  /** Reads them anew. */
  async load(): Promise<void> {
    await this.#reads.ask();
  }

  /** Keeps up with their marks, if called from time to time. */
  async follow(): Promise<void> {
    if (Math.abs(this.#options.clock.now() - this.#followedMs) >= followMs) await this.load();
  }

  /** Forgets an agent until it is heard again. */
  async forget(agent: string): Promise<void> {
    await this.#take((monitor) => monitor.forgetAgent({ agent }));
  }

  /**
   * Has an agent missed where it isn't there, or no longer.
   *
   * @returns whether that could be done
   */
  expect(agent: string, isExpected: boolean): Promise<boolean> {
    return this.#take((monitor) => monitor.expectAgent({ agent, isExpected }));
  }

  async #take(step: (monitor: AgentListOptions['monitor']) => Promise<Agents>): Promise<boolean> {
    const { monitor, clock } = this.#options;
    this.#followedMs = clock.now();
    try {
      this.found = await step(monitor);
      this.problem = null;
      return true;
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
      return false;
    }
  }
}
