import { epochMs } from '../../../src-main/common/units.ts';
import type { AgentWishes } from '../../../src-main/engine/alerts/check-store.ts';
import { MemoryCheckStore, MemoryLog } from '../../support/records/flows.ts';
import { markOf } from '../../support/records/marks.ts';
import { CheckerRun } from './checker-run.ts';

export const leaseMs = 30_000;

/** A checker with agents of which each writes a mark a second, while it is told to. */
export class AgentsRun extends CheckerRun {
  nowMs = 0;
  readonly #sequences = new Map<string, number>();

  constructor(store = new MemoryCheckStore(), log = new MemoryLog()) {
    super([], { coverage: 'marked', latenessMs: 0 }, store, log);
  }

  /** Time passes, by all clocks, in which these agents speak. */
  async pass(ms: number, speaking: readonly string[] = []): Promise<void> {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs;) {
      this.nowMs += 1_000;
      this.monotonicMs += 1_000;
      for (const agent of speaking) await this.speak(agent);
      await this.checker.drain();
      this.checker.tick(epochMs(this.nowMs));
    }
  }

  /** Time passes in which nothing can be stored, and nobody speaks. */
  passUnstored(ms: number): void {
    this.store.failure = new Error('disk full');
    for (const endMs = this.nowMs + ms; this.nowMs < endMs;) {
      this.nowMs += 1_000;
      this.monotonicMs += 1_000;
      try {
        this.checker.tick(epochMs(this.nowMs));
      } catch (thrown) {
        if (thrown !== this.store.failure) throw thrown;
      }
    }
    this.store.failure = undefined;
  }

  async speak(agent: string, more: { farewell?: boolean; epoch?: number } = {}): Promise<void> {
    const sequence = (this.#sequences.get(agent) ?? 0) + 1;
    this.#sequences.set(agent, sequence);
    await this.log.append([{ kind: 'mark', mark: markOf(agent, sequence, this.nowMs, undefined, more) }]);
  }

  wish(wishes: Partial<AgentWishes>): void {
    this.store.wishes = { forgotten: [], expected: [], ...wishes };
    this.checker.takeAgentWishes();
  }

  /** `state agent`, with the reason of an end. */
  get heard(): string[] {
    return this.alerts.map(({ state, subject, resolveReason }) => {
      const name = subject.kind === 'agent' ? subject.agent : subject.limit.name;
      return [state, name, ...(resolveReason === null ? [] : [resolveReason])].join(' ');
    });
  }
}
