import type { AlertMemory } from '../alerts/alert-machine.ts';
import type { CheckState, CheckStore, Checkpoint } from '../alerts/check-store.ts';
import type { AlertFacts, AlertTransition, NotificationKind } from '../../common/model/alerts.ts';
import { newNotification, isReminderDue, type NotifiedAlert } from '../notify/quiet.ts';
import { epochMs, type EpochMs } from '../../common/units.ts';
import type { Window } from '../windows/window.ts';
import type { AlertRepository } from './alert-repository.ts';
import type { Connection } from './database.ts';
import type { OutboxRepository } from './outbox-repository.ts';
import type { Series } from './series-repository.ts';
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

interface CountersRow {
  readonly late: number;
  readonly dead_letters: number;
  readonly newest_ms: number | null;
}

/** Where one series' consumer stands; a checkpoint is one transaction. */
export class CheckRepository implements CheckStore {
  readonly #connection: Connection;
  readonly #series: Series;
  readonly #windows: WindowRepository;
  readonly #alerts: AlertRepository;
  readonly #outbox: OutboxRepository | undefined;
  readonly #saveOffset;
  readonly #saveSequence;
  readonly #saveCounters;
  readonly #saveMemory;
  readonly #forgetMemory;
  readonly #saveDeadLetter;

  /** @param parts.outbox where alerts are announced; none for a stream that tells nobody. */
  constructor(
    connection: Connection,
    series: Series,
    parts: { windows: WindowRepository; alerts: AlertRepository; outbox?: OutboxRepository },
  ) {
    this.#connection = connection;
    this.#series = series;
    this.#windows = parts.windows;
    this.#alerts = parts.alerts;
    this.#outbox = parts.outbox;
    this.#saveOffset = connection.prepare('INSERT OR REPLACE INTO offsets VALUES (?, ?, ?)');
    this.#saveSequence = connection.prepare('INSERT OR REPLACE INTO sequences VALUES (?, ?, ?)');
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
    const offsets = all<{ partition: number; next_offset: number }>(
      'SELECT * FROM offsets WHERE series_id = ?',
    );
    const sequences = all<{ agent: string; next_sequence: number }>(
      'SELECT * FROM sequences WHERE series_id = ?',
    );
    const memories = all<MemoryRow>('SELECT * FROM alert_memories WHERE series_id = ?');
    const [counters] = all<CountersRow>('SELECT late, dead_letters, newest_ms FROM series WHERE id = ?');
    return {
      positions: new Map(offsets.map(({ partition, next_offset }) => [partition, next_offset])),
      sequences: new Map(sequences.map(({ agent, next_sequence }) => [agent, next_sequence])),
      counters: { late: counters?.late ?? 0, deadLetters: counters?.dead_letters ?? 0 },
      newestMs: instant(counters?.newest_ms ?? null) ?? undefined,
      openWindows: this.#windows.open(),
      span: this.#windows.span(),
      memories: new Map(memories.map((row) => [row.scope, toMemory(row)])),
      firing: this.#alerts.firing(id, epochMs(0)),
    };
  }

  load(startMs: EpochMs): Window | undefined {
    return this.#windows.load(startMs);
  }

  commit(checkpoint: Checkpoint): void {
    const { id } = this.#series;
    const { late, deadLetters } = checkpoint.counters;
    this.#connection.transaction(() => {
      for (const [partition, offset] of checkpoint.positions) this.#saveOffset.run(id, partition, offset);
      for (const [agent, sequence] of checkpoint.sequences) this.#saveSequence.run(id, agent, sequence);
      this.#saveCounters.run(late, deadLetters, checkpoint.newestMs ?? null, id);
      for (const window of checkpoint.windows) this.#windows.save(window);
      for (const [scope, memory] of checkpoint.memories) this.#remember(scope, memory);
      for (const alert of checkpoint.alerts) this.#tell(alert);
      for (const warning of checkpoint.warnings) this.#warn(warning);
      for (const { partition, offset, reason } of checkpoint.deadLetters) {
        this.#saveDeadLetter.run(id, partition, offset, reason);
      }
    })();
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

  /** Stores an alert, and that it is to be told. */
  #tell(alert: AlertTransition): void {
    this.#alerts.save(this.#series.id, alert);
    if (this.#outbox) this.#announce(this.#alerts.find(alert.id, alert.atMs), alert.state, alert.atMs);
  }

  #warn(warning: AlertFacts): void {
    const quiet = this.#alerts.isMuted(warning.limit, warning.atMs);
    this.#outbox?.add({ ...warning, kind: 'warning', quiet });
  }

  /**
   * Puts a reminder of each alert that people are to be told of again into the outbox.
   *
   * @param repeatMs how often; null for no repeats
   * @returns how many there were
   */
  remind(repeatMs: number | null, now: EpochMs): number {
    const due = this.#alerts
      .firing(this.#series.id, now)
      .filter((alert) => isReminderDue(alert, repeatMs, now));
    if (due.length === 0) return 0;
    this.#connection.transaction(() => {
      for (const alert of due) this.#announce(alert, 'reminder', now);
    })();
    return due.length;
  }

  #announce(alert: NotifiedAlert, kind: NotificationKind, now: EpochMs): void {
    const notification = newNotification(alert, kind, now);
    this.#outbox?.add(notification);
    if (kind !== 'resolved' && !notification.quiet) this.#alerts.recordNotified(alert.id, now);
  }
}

const instant = (value: number | null): EpochMs | null => (value === null ? null : epochMs(value));

const toMemory = ({ firing, breach_ms, within_ms, pending, warned_ms }: MemoryRow): AlertMemory => ({
  firing,
  breachMs: instant(breach_ms),
  withinMs: instant(within_ms),
  pending: JSON.parse(pending) as EpochMs[],
  warnedMs: instant(warned_ms),
});
