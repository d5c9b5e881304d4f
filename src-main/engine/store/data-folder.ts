import { join } from 'node:path';
import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { systemTimeZone } from '../../common/periods/time-zone.ts';
import type { EpochMs } from '../../common/units.ts';
import { AgentRepository } from './agent-repository.ts';
import { AlertRepository } from './alert-repository.ts';
import { CheckRepository } from './check-repository.ts';
import { CommentRepository } from './comment-repository.ts';
import {
  type Connection,
  type MigrationListener,
  openAgain,
  openDatabase,
  openForReading,
  openOrReplace,
  translate,
} from './database.ts';
import { isLocked, lockDataFolder } from './instance-lock.ts';
import { OlderRows } from './older-rows.ts';
import { HistoryRepository } from './history-repository.ts';
import { LimitRepository } from './limit-repository.ts';
import { LogRepository } from './log-repository.ts';
import { migrations } from './migrations.ts';
import { PeriodRepository } from './period-repository.ts';
import { type Series, SeriesRepository } from './series-repository.ts';
import { NetworkRepository } from './network-repository.ts';
import { MuteRepository } from './mute-repository.ts';
import { OutboxRepository } from './outbox-repository.ts';
import { StorageStage } from '../notify/storage-stage.ts';
import { SettingsRepository } from './settings-repository.ts';
import { Snapshots } from './snapshots.ts';
import { WindowRepository } from './window-repository.ts';
import { maxPairs } from '../windows/pair-sums.ts';
import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';

const databaseIn = (dataDir: string): string => join(dataDir, 'streamchecker.db');

/** As much as a checkpoint of a busy minute. */
const probeBytes = 256 * 1024;

/** As SQLite has it by default. */
const checkpointPages = 1_000;

/** The repositories of one data folder. */
export class DataFolder implements Disposable {
  readonly connection: Connection;
  readonly limits: LimitRepository;
  readonly agents: AgentRepository;
  readonly alerts: AlertRepository;
  readonly comments: CommentRepository;
  readonly mutes: MuteRepository;
  readonly outbox: OutboxRepository;
  /** Puts what is due into the outbox. */
  readonly notifications: StorageStage;
  readonly series: SeriesRepository;
  readonly history: HistoryRepository;
  readonly settings: SettingsRepository;
  readonly networks: NetworkRepository;
  /** What an older folder has that is not taken over yet. */
  readonly older: OlderRows;
  /** What the person should know about opening it. */
  readonly notices: readonly Text[];
  readonly #path: string;
  readonly #lock: Disposable | undefined;
  /** By the id of their series: what is prepared for one serves all who ask. */
  readonly #windows = new Map<number, WindowRepository>();
  /** Whether it is what {@link snapshot} gives. */
  readonly #isSnapshot: boolean;
  readonly #snapshots = new Snapshots(() => {
    const { networks } = this;
    return new DataFolder(this.#path, openForReading(this.#path, migrations)!, [], { networks });
  });

  /** @param parts of a snapshot: what tells its traffic apart, as the folder does that it is of */
  private constructor(
    path: string,
    connection: Connection,
    notices: readonly Text[],
    { lock, networks }: { readonly lock?: Disposable; readonly networks?: NetworkRepository } = {},
  ) {
    this.#path = path;
    this.#isSnapshot = networks !== undefined;
    this.connection = connection;
    this.notices = notices;
    this.#lock = lock;
    this.agents = new AgentRepository(connection);
    this.mutes = new MuteRepository(connection, () => this.networks.named);
    this.alerts = new AlertRepository(connection, this.mutes);
    this.comments = new CommentRepository(connection);
    this.outbox = new OutboxRepository(connection);
    this.notifications = new StorageStage(this);
    this.series = new SeriesRepository(connection);
    this.history = new HistoryRepository(connection);
    this.settings = new SettingsRepository(connection);
    this.networks = networks ?? new NetworkRepository(connection);
    this.limits = new LimitRepository(connection, this.settings);
    this.older = new OlderRows(connection, migrations);
  }

  /**
   * Opens a folder as its only writer of windows; makes it if it is new. One of an older version is brought up to date.
   *
   * @param onMigrated is told how far it is
   * @throws MonitorError `store/in-use`, `store/not-writable`, `store/newer`
   */
  static lock(dataDir: string, onMigrated?: MigrationListener): DataFolder {
    const folder = DataFolder.lockEarly(dataDir, onMigrated);
    try {
      folder.older.takeAll(onMigrated);
      return folder;
    } catch (thrown) {
      const error = folder.explain(thrown);
      folder.dispose();
      throw error;
    }
  }

  /** As {@link lock}, but what is large of an older version is left to be taken over: {@link older}. */
  static lockEarly(dataDir: string, onMigrated?: MigrationListener): DataFolder {
    const lock = lockDataFolder(dataDir);
    try {
      const path = databaseIn(dataDir);
      const { connection, setAside } = openOrReplace(path, migrations, new Date(), onMigrated);
      const notices = setAside === undefined ? [] : [say('store.setAside', { path: setAside })];
      return new DataFolder(path, connection, notices, { lock });
    } catch (thrown) {
      lock.dispose();
      throw thrown;
    }
  }

  /** Whether an instance runs on a folder. */
  static isInUse(dataDir: string): boolean {
    return isLocked(dataDir);
  }

  /**
   * Opens a folder beside a running instance, to store limits in it.
   *
   * @throws MonitorError as {@link read}
   */
  static share(dataDir: string, onMigrated?: MigrationListener): DataFolder {
    const path = databaseIn(dataDir);
    const folder = new DataFolder(path, openDatabase(path, migrations, onMigrated), []);
    if (!folder.older.remain) return folder;
    folder.dispose();
    bringUpToDate(dataDir, onMigrated);
    return new DataFolder(path, openDatabase(path, migrations), []);
  }

  /** Opens a folder that another thread of this process has locked. */
  static beside(dataDir: string): DataFolder {
    const path = databaseIn(dataDir);
    return new DataFolder(path, openAgain(path, migrations), []);
  }

  /**
   * Opens a folder for reading beside a running instance; one that an older version left is brought up to date
   * first. Undefined where there is nothing yet.
   *
   * @throws MonitorError `store/in-use` while another process brings it up to date
   */
  static read(dataDir: string, onMigrated?: MigrationListener): DataFolder | undefined {
    const path = databaseIn(dataDir);
    const connection = openForReading(path, migrations, () => bringUpToDate(dataDir, onMigrated));
    try {
      return connection && new DataFolder(path, connection, []);
    } catch (thrown) {
      connection?.close();
      throw translate(thrown, path);
    }
  }

  windows(series: Series): WindowRepository {
    const known = this.#windows.get(series.id) ?? new WindowRepository(this.connection, series, maxPairs);
    this.#windows.set(series.id, known);
    return known;
  }

  /**
   * Where the consumer of a series stands.
   *
   * @param notifies whether its alerts go to the outbox
   * @param expected agents that must be there, beside those of the data folder
   */
  checks(series: Series, notifies: boolean, expected: readonly string[] = []): CheckRepository {
    const { alerts, notifications } = this;
    const parts = { windows: this.windows(series), alerts, expected, ...(notifies ? { notifications } : {}) };
    return new CheckRepository(this.connection, series, parts);
  }

  /** The periods of a series as they are stored. */
  periodRows(series: Series): PeriodRepository {
    return new PeriodRepository(this.connection, series.id);
  }

  /** In which a series sums its days and longer periods; the system's where it is not known yet. */
  timeZoneOf(series: Series | undefined): string {
    return series ? this.periodRows(series).timeZone() : systemTimeZone();
  }

  /** Runs steps that are stored all together, or not at all. */
  transaction<T>(steps: () => T): T {
    return this.connection.transaction(steps)();
  }

  /**
   * Reads what was committed, as of one moment; others may store meanwhile.
   *
   * @param read is given the folder as it was; it must not use it afterwards
   */
  async snapshot<T>(read: (folder: DataFolder) => T | Promise<T>): Promise<T> {
    // A part of a read that is under way is of its moment.
    return this.#isSnapshot ? read(this) : this.#snapshots.read(read);
  }

  /** The topic of the embedded log that feeds a series, and no other. */
  log(series: Series): LogRepository {
    return new LogRepository(this.connection, `series-${series.id}`);
  }

  /** Where records wait for the brokers; one for all topics, as an agent gives a sequence once. */
  spool(): LogRepository {
    return new LogRepository(this.connection, 'spool');
  }

  /** As whom this installation publishes. */
  identity(now: () => EpochMs): { readonly agent: string; beginEpoch(): number } {
    return { agent: this.settings.agentId(), beginEpoch: () => this.settings.beginEpoch(now()) };
  }

  /** From now on another thread calls {@link checkpointLog}, as long as it can. */
  leaveCheckpoints(): void {
    this.connection.pragma(`wal_autocheckpoint = ${20 * checkpointPages}`);
  }

  /**
   * Moves what was stored into the database's file where it is much: that waits for the disk.
   *
   * @returns pages that may still be stored before it is much
   */
  checkpointLog(): number {
    const [state] = this.connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    const pages = state ? state.log - state.checkpointed : 0;
    if (pages <= checkpointPages) return checkpointPages - pages;
    this.connection.pragma('wal_checkpoint(PASSIVE)');
    return 0;
  }

  /** From now on what was committed survives a power failure, too; each commit waits for the disk. */
  syncEveryCommit(): void {
    this.connection.pragma('synchronous = FULL');
  }

  /** Says what an error of the database means for the person; any other error stays as it is. */
  explain(thrown: unknown): MonitorError {
    const wrapped = thrown instanceof MonitorError && thrown.code === 'internal';
    return translate(wrapped ? thrown.cause : thrown, this.#path);
  }

  /**
   * Writes more than what the system may have left over, and takes it away again.
   *
   * @throws the database's error where the folder can't be written at the moment
   */
  tryWriting(): void {
    this.settings.tryWriting(probeBytes);
  }

  dispose(): void {
    this.#snapshots.dispose();
    this.older.dispose();
    this.connection.close();
    this.#lock?.dispose();
  }
}

function bringUpToDate(dataDir: string, onMigrated: MigrationListener | undefined): void {
  try {
    DataFolder.lock(dataDir, onMigrated).dispose();
  } catch (thrown) {
    if (!(thrown instanceof MonitorError) || thrown.code !== 'store/in-use') throw thrown;
    throw new MonitorError('store/in-use', say('store.takenOver', { folder: dataDir }), {
      remedy: say('store.remedy.takenOver'),
      retriable: true,
      cause: thrown,
    });
  }
}
