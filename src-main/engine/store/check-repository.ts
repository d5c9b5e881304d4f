import type { AlertMemory } from '../alerts/alert-machine.ts';
import type { AgentWishes, CheckState, CheckStore, Checkpoint } from '../alerts/check-store.ts';
import type { AlertTransition, Breach } from '../../common/model/alerts.ts';
import type { TransitionSink } from '../notify/storage-stage.ts';
import { epochMs, type EpochMs } from '../../common/units.ts';
import type { BatchIdentity } from '../log/batch-identity.ts';
import { wholeScope } from '../periods/period-sum.ts';
import type { PairSums } from '../windows/pair-sums.ts';
import type { PaneArchive } from '../windows/pane.ts';
import type { WindowFacts } from '../windows/window.ts';
import { AgentRepository } from './agent-repository.ts';
import type { AlertRepository } from './alert-repository.ts';
import type { Connection } from './database.ts';
import type { Series } from './series-repository.ts';
import { SettingsRepository } from './settings-repository.ts';
import { PartRepository } from './part-repository.ts';
import { kindOf, PeriodRepository } from './period-repository.ts';
import type { WindowRepository } from './window-repository.ts';

interface MemoryRow {
  readonly scope: string;
  readonly firing: string | null;
  readonly breach_ms: number | null;
  readonly within_ms: number | null;
  /** JSON array. */
  readonly pending: string;
  readonly warned_ms: number | null;
}

interface OffsetRow {
  readonly partition: number;
  readonly next_offset: number;
  readonly topic: string | null;
  /** JSON array of arrays. */
  readonly batches: string;
}

interface CountersRow {
  readonly late: number;
  readonly dead_letters: number;
  readonly newest_ms: number | null;
}

/**
 * A sequence is remembered for a week of event time since it was stored last. Windows are corrected for a day: what came
 * twice after that would be late.
 */
const isRemembered = 'sequences.seen_ms >= coalesce(series.newest_ms, 0) - 604800000';

/** Where one series' consumer stands; a checkpoint is one transaction. */
export class CheckRepository implements CheckStore {
  readonly #connection: Connection;
  readonly #series: Series;
  readonly #windows: WindowRepository;
  readonly #periods: PeriodRepository;
  readonly #agents: AgentRepository;
  /** What a cluster has summed. */
  readonly parts: PartRepository;
  readonly #settings: SettingsRepository;
  readonly #expected: readonly string[];
  readonly #alerts: AlertRepository;
  readonly #notifications: TransitionSink | undefined;
  readonly #saveOffset;
  readonly #saveSequence;
  readonly #forgetSequences;
  /** Once a run is often enough: each start of an agent makes one sequence. */
  #hasForgotten = false;
  readonly #saveCounters;
  readonly #saveMemory;
  readonly #forgetMemory;
  readonly #saveDeadLetter;

  /**
   * @param parts.notifications what notifies of alerts; none for a stream that notifies nobody
   * @param parts.expected agents that must be there, beside those of the data folder
   */
  constructor(
    connection: Connection,
    series: Series,
    parts: {
      windows: WindowRepository;
      alerts: AlertRepository;
      notifications?: TransitionSink;
      expected?: readonly string[];
    },
  ) {
    this.#connection = connection;
    this.#series = series;
    this.#windows = parts.windows;
    this.#periods = new PeriodRepository(connection, series.id);
    this.#agents = new AgentRepository(connection);
    this.parts = new PartRepository(connection, series.id);
    this.#settings = new SettingsRepository(connection);
    this.#expected = parts.expected ?? [];
    this.#alerts = parts.alerts;
    this.#notifications = parts.notifications;
    this.#saveOffset = connection.prepare('INSERT OR REPLACE INTO offsets VALUES (?, ?, ?, ?, ?)');
    this.#saveSequence = connection.prepare('INSERT OR REPLACE INTO sequences VALUES (?, ?, ?, ?)');
    this.#forgetSequences = connection.prepare(
      `DELETE FROM sequences WHERE series_id = @id AND NOT EXISTS
       (SELECT 1 FROM series WHERE id = @id AND ${isRemembered})`,
    );
    this.#saveCounters = connection.prepare(
      'UPDATE series SET late = ?, dead_letters = ?, newest_ms = ? WHERE id = ?',
    );
    this.#saveMemory = connection.prepare(
      'INSERT OR REPLACE INTO alert_memories VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#forgetMemory = connection.prepare('DELETE FROM alert_memories WHERE series_id = ? AND scope = ?');
    this.#saveDeadLetter = connection.prepare('INSERT OR REPLACE INTO dead_letters VALUES (?, ?, ?, ?)');
  }

  restore(): CheckState {
    const { id } = this.#series;
    const all = <Row>(sql: string): Row[] => this.#connection.prepare(sql).all(id) as Row[];
    const offsets = all<OffsetRow>('SELECT * FROM offsets WHERE series_id = ?');
    const sequences = all<{ agent: string; next_sequence: number }>(
      `SELECT agent, next_sequence FROM sequences JOIN series ON series.id = series_id
       WHERE series_id = ? AND ${isRemembered}`,
    );
    const memories = all<MemoryRow>('SELECT * FROM alert_memories WHERE series_id = ?');
    const [counters] = all<CountersRow>('SELECT late, dead_letters, newest_ms FROM series WHERE id = ?');
    return {
      positions: new Map(offsets.map(({ partition, next_offset }) => [partition, next_offset])),
      topics: new Map(
        offsets.flatMap(({ partition, topic }) => (topic === null ? [] : [[partition, topic]])),
      ),
      batches: new Map(offsets.map(({ partition, batches }) => [partition, toBatches(batches)])),
      sequences: new Map(sequences.map(({ agent, next_sequence }) => [agent, next_sequence])),
      counters: { late: counters?.late ?? 0, deadLetters: counters?.dead_letters ?? 0 },
      newestMs: instant(counters?.newest_ms ?? null) ?? undefined,
      openWindows: this.#windows.open(),
      span: this.#windows.span(),
      agents: this.#agents.list(id),
      wishes: this.agentWishes(),
      parts: this.parts.open(),
      memories: new Map(memories.map((row) => [row.scope, toMemory(row)])),
      firing: this.#alerts.firing(id, epochMs(0)),
    };
  }

  agentWishes(): AgentWishes {
    const forgotten = this.#agents.forgotten(this.#series.id);
    const expected = new Set([...this.#settings.expectedAgents(), ...this.#expected]);
    return { forgotten, expected: [...expected] };
  }

  hasAlert(id: string): boolean {
    return this.#alerts.has(id);
  }

  load(startMs: EpochMs): WindowFacts | undefined {
    return this.#windows.facts(startMs);
  }

  starts(fromMs: EpochMs, toMs: EpochMs, count: number): EpochMs[] {
    return this.#windows.startsWithin(fromMs, toMs, count);
  }

  get panes(): PaneArchive {
    return this.#windows.panes;
  }

  formerPairs(startMs: EpochMs): PairSums | undefined {
    return this.#windows.panes.formerPairs(startMs);
  }

  commit(checkpoint: Checkpoint): void {
    const { id } = this.#series;
    const { late, deadLetters } = checkpoint.counters;
    this.#connection.transaction(() => {
      for (const [partition, offset] of checkpoint.positions) {
        const batches = fromBatches(checkpoint.batches.get(partition) ?? []);
        this.#saveOffset.run(id, partition, offset, checkpoint.topics.get(partition) ?? null, batches);
      }
      const seenMs = checkpoint.newestMs ?? 0;
      for (const [agent, sequence] of checkpoint.sequences)
        this.#saveSequence.run(id, agent, sequence, seenMs);
      if (!this.#hasForgotten) this.#forgetSequences.run({ id });
      this.#saveCounters.run(late, deadLetters, checkpoint.newestMs ?? null, id);
      for (const window of checkpoint.windows) this.#windows.save(window);
      for (const pane of checkpoint.panes) this.#windows.panes.save(pane);
      for (const period of checkpoint.periods) this.#periods.save(period);
      for (const { period, timeZone, fromMs } of checkpoint.filled)
        this.#periods.saveFrom(kindOf(period, timeZone), wholeScope, fromMs);
      for (const agent of checkpoint.forgotten) this.#agents.settle(id, agent);
      for (const agent of checkpoint.agents) this.#agents.save(id, agent);
      for (const part of checkpoint.parts) this.parts.save(part);
      if (!this.#hasForgotten && checkpoint.parts.length > 0) this.parts.trim(seenMs);
      for (const [scope, memory] of checkpoint.memories) this.#remember(scope, memory);
      for (const alert of inOrderOfIds(checkpoint.alerts)) {
        if (alert.state === 'firing') this.#alerts.save(id, alert);
        else this.#alerts.end(id, alert);
      }
      for (const alert of inOrderOfIds(checkpoint.grown)) this.#alerts.change(id, alert);
      this.#notifications?.take(checkpoint.alerts, checkpoint.warnings);
      for (const { partition, offset, reason } of checkpoint.deadLetters) {
        this.#saveDeadLetter.run(id, partition, offset, reason);
      }
    })();
    this.#hasForgotten = true;
  }

  #remember(scope: string, memory: AlertMemory | null): void {
    const { id } = this.#series;
    if (memory === null) {
      this.#forgetMemory.run(id, scope);
      return;
    }
    const { firing, breachMs, withinMs, pending, warnedMs } = memory;
    this.#saveMemory.run(id, scope, firing, breachMs, withinMs, JSON.stringify(pending), warnedMs);
  }
}

/**
 * By the first digits of their ids, about as they lie in the table, so that neighbours are stored one after the other:
 * twice as fast for thousands. What happened to one alert stays in order.
 */
function inOrderOfIds(alerts: readonly AlertTransition[]): AlertTransition[] {
  const count = alerts.length;
  const keys = Float64Array.from(alerts, ({ id }, i) => (parseInt(id.slice(0, 8), 16) || 0) * count + i);
  return Array.from(keys.sort(), (key) => alerts[key % count]!);
}

const fromBatches = (batches: readonly BatchIdentity[]): string =>
  JSON.stringify(
    batches.map((one) => [
      ...[one.baseOffset, one.lastOffset, one.leaderEpoch],
      ...[one.firstTimestampMs, one.count, one.checksum],
    ]),
  );

const toBatches = (json: string): BatchIdentity[] =>
  (JSON.parse(json) as [number, number, number, number, number, number][]).map(
    ([baseOffset, lastOffset, leaderEpoch, firstTimestampMs, count, checksum]) => ({
      ...{ baseOffset, lastOffset, leaderEpoch, firstTimestampMs, count, checksum },
    }),
  );

const instant = (value: number | null): EpochMs | null => (value === null ? null : epochMs(value));

const toMemory = ({ firing, breach_ms, within_ms, pending, warned_ms }: MemoryRow): AlertMemory => ({
  firing,
  breachMs: instant(breach_ms),
  withinMs: instant(within_ms),
  pending: JSON.parse(pending) as Breach[],
  warnedMs: instant(warned_ms),
});
