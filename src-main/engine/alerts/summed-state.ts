import type { AlertTransition } from '../../common/model/alerts.ts';
import type { EpochMs } from '../../common/units.ts';
import { type Delivery, noEpoch, type Origin } from '../log/message-log.ts';
import type { FoldScopes } from '../windows/pair-sums.ts';
import { type AggregatorSettings, WindowAggregator } from '../windows/window-aggregator.ts';
import { AgentAlerts } from './agent-alerts.ts';
import { AlertKeeper, type KeeperParts } from './alert-keeper.ts';
import type { AgentWishes, Checkpoint, CheckState, CheckStore, DeadLetter } from './check-store.ts';

type Parts = Pick<KeeperParts, 'series' | 'rules' | 'warnPercent'> & {
  readonly store: CheckStore;
  /** As whom this process captures, if it does. */
  readonly own?: string | undefined;
  readonly settings: AggregatorSettings;
};

/**
 * All that a checker has summed since its last checkpoint, on top of it. It is let go of as a whole when a step fails:
 * another one is made of the checkpoint.
 */
export class SummedState {
  readonly aggregator: WindowAggregator;
  readonly alerts: AlertKeeper;
  readonly #agentAlerts: AgentAlerts;
  readonly positions: Map<number, number>;
  /** Which topic each position is of, where the log tells topics of one name apart. */
  readonly topics: Map<number, string>;
  /** Transitions that are not stored yet. */
  newAlerts: AlertTransition[] = [];
  late: number;
  deadLetters: number;
  duplicates = 0;
  readonly #sequences: Map<string, number>;
  readonly #newSequences = new Map<string, number>();
  #newDeadLetters: DeadLetter[] = [];
  readonly #forgotten = new Set<string>();
  /** Of these, {@link #agentAlerts} doesn't know yet. */
  readonly #newlyForgotten = new Set<string>();

  /** @param scopesAt the scopes of the limits in force for the window that starts then */
  constructor(parts: Parts, state: CheckState, scopesAt: (startMs: EpochMs) => FoldScopes) {
    this.positions = new Map(state.positions);
    this.topics = new Map(state.topics);
    this.#sequences = new Map(state.sequences);
    this.late = state.counters.late;
    this.deadLetters = state.counters.deadLetters;
    this.alerts = new AlertKeeper({ ...parts, ...state, stepMs: parts.settings.shape.slideMs });
    const { shape, leaseMs } = parts.settings;
    const { series, own } = parts;
    this.#agentAlerts = new AgentAlerts({ series, own, shape, leaseMs, firing: state.firing });
    const { openWindows: open, span, newestMs, agents } = state;
    const known = { open, span, newestMs, agents };
    this.aggregator = new WindowAggregator(parts.settings, parts.store, known, scopesAt);
    this.aggregator.onWentBack = (toMs) => this.alerts.rewind(toMs);
    this.takeWishes(state.wishes);
  }

  /** What a checkpoint stores beside the windows and their panes. */
  get changes(): Omit<Checkpoint, 'windows' | 'panes'> {
    return {
      positions: this.positions,
      topics: this.topics,
      sequences: this.#newSequences,
      counters: { late: this.late, deadLetters: this.deadLetters },
      newestMs: this.aggregator.newestMs,
      forgotten: [...this.#forgotten],
      agents: this.aggregator.roster.changed,
      ...this.alerts.unstored,
      grown: [...this.alerts.grown, ...this.#agentAlerts.grown],
      alerts: this.newAlerts,
      deadLetters: this.#newDeadLetters,
    };
  }

  /** {@link changes} are stored. */
  noteStored(): void {
    this.alerts.noteStored();
    this.#agentAlerts.noteStored();
    this.aggregator.roster.noteStored();
    this.newAlerts = [];
    this.#newSequences.clear();
    this.#forgotten.clear();
    this.#newDeadLetters = [];
  }

  /** Takes up what people said about the agents. */
  takeWishes({ forgotten, expected }: AgentWishes): void {
    for (const agent of forgotten) {
      if (this.#forgotten.has(agent)) continue;
      this.#forgotten.add(agent);
      this.#newlyForgotten.add(agent);
      this.aggregator.forget(agent);
    }
    const known = this.aggregator.roster.expected;
    const isKnown = expected.length === known.size && expected.every((agent) => known.has(agent));
    if (!isKnown) this.aggregator.expect(new Set(expected));
  }

  /** Raises the alerts of agents that are missing by now, and ends those of agents that are there again. */
  lookAtAgents(atMs: EpochMs): void {
    const { roster } = this.aggregator;
    const present = this.aggregator.current();
    const window = present && { startMs: present.startMs, endMs: present.endMs };
    const forgotten = this.#newlyForgotten;
    this.newAlerts.push(...this.#agentAlerts.look({ roster, window, forgotten, atMs }));
    forgotten.clear();
  }

  /**
   * Sums the records that have not been summed before, by their sequence.
   *
   * @returns how many that were
   */
  sum({ origin, partition, nextOffset, batch }: Delivery & { kind: 'records' }): number {
    const known = origin === null ? 0 : this.#countKnown(origin, partition);
    this.duplicates += known;
    if (known >= batch.count) return 0;
    this.aggregator.onRefused = (records, reason) => {
      const whose = origin === null ? reason : `agent ${origin.agent}: ${reason}`;
      this.note({ kind: 'unreadable', partition, offset: nextOffset - records, nextOffset, reason: whose });
    };
    const agent = origin?.agent ?? null;
    const epoch = origin === null || origin.epoch === noEpoch ? null : origin.epoch;
    this.late += this.aggregator.add(batch, known, { partition, agent, epoch });
    return batch.count - known;
  }

  mark({ mark, partition }: Delivery & { kind: 'mark' }, now: EpochMs): void {
    const { agent, epoch, sequence } = mark;
    this.#countKnown(
      { agent, epoch, firstSequence: sequence, lastSequence: sequence, countBelow },
      partition,
    );
    this.aggregator.mark(mark, partition, now);
  }

  /** Takes note of which topic a position is of from now on. */
  move({ partition, topic }: Delivery & { kind: 'moved' }): void {
    if (topic !== undefined) this.topics.set(partition, topic);
  }

  /** Keeps what could not be summed. What was lost unread is missing somewhere. */
  note({ kind, partition, offset, nextOffset, reason }: Delivery & { kind: 'unreadable' | 'lost' }): void {
    this.#newDeadLetters.push({ partition, offset, reason });
    this.deadLetters += nextOffset - offset;
    if (kind === 'lost') this.aggregator.noteLost(partition);
  }

  /** Passes over a delivery that can't be summed. */
  poison({ partition, nextOffset }: Delivery, reason: string): void {
    const offset = this.positions.get(partition) ?? 0;
    this.note({ kind: 'lost', partition, offset, nextOffset, reason });
  }

  /** How many of the records were summed before; from now on, all of them were. */
  #countKnown(origin: Origin, partition: number): number {
    const { agent, epoch } = origin;
    const key = epoch === noEpoch ? `${agent}|${partition}` : `${agent}|${epoch}|${partition}`;
    const next = this.#sequences.get(key) ?? 0;
    if (origin.lastSequence >= next) {
      this.#sequences.set(key, origin.lastSequence + 1);
      this.#newSequences.set(key, origin.lastSequence + 1);
    }
    return origin.countBelow(next);
  }
}

const countBelow = (): number => 0;
