import { Emitter, type Event } from '../../common/event.ts';
import { type MonitorError } from '../../common/errors.ts';
import type { MonitorStatus } from '../../common/model/status.ts';
import { DataFolder } from '../store/data-folder.ts';
import type { MigrationListener } from '../store/database.ts';
import { EngineFaults } from './engine-faults.ts';
import { LiveCapture } from './live-capture.ts';
import { nothingRead } from '../log/message-log.ts';
import type { KafkaStream } from '../log/kafka/kafka-stream.ts';
import { openPublishing } from './open-kafka.ts';
import { findProblems, StandingProblems } from './standing-problems.ts';
import type { CaptureSettings, KafkaStreamSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

const statusMs = 1_000;

/** What there is to say of a producer. */
export type ProducerStatus = Pick<MonitorStatus, 'atMs' | 'capture' | 'stream' | 'problems' | 'notices'>;

/** A running producer. */
export interface TrafficProducer {
  readonly onStatusChanged: Event<ProducerStatus>;
  /** Resolves with the reason if the capture failed before its first packet. */
  readonly captureFailed: Promise<MonitorError>;
  status(): ProducerStatus;
  /** Sends what it can in bounded time, and frees the data folder. What is left in the spool goes with the next run. */
  stop(): Promise<void>;
}

/**
 * Captures and publishes, and sums nothing: the checking is done by who reads the topic.
 *
 * @throws MonitorError `store/*` where the data folder can't be used, `settings/invalid`
 */
export function startProducer(
  settings: CaptureSettings & { readonly dataDir: string; readonly stream: KafkaStreamSettings },
  onMigrated?: MigrationListener,
): TrafficProducer {
  const folder = DataFolder.lock(settings.dataDir, onMigrated);
  try {
    return new LiveProducer(settings, folder, openPublishing(settings.stream, settings.intervalMs, folder));
  } catch (thrown) {
    folder.dispose();
    throw thrown;
  }
}

class LiveProducer implements TrafficProducer {
  readonly #folder: DataFolder;
  readonly #stream: KafkaStream;
  readonly #capture: LiveCapture;
  readonly #stopping = new AbortController();
  readonly #capturing: Promise<void>;
  readonly #timer: NodeJS.Timeout;
  readonly #statusChanged = new Emitter<ProducerStatus>();
  readonly #faults: EngineFaults;
  readonly #problems = new StandingProblems();
  #stopped: Promise<void> | undefined;
  /** How it stood when it ended. */
  #last: ProducerStatus | undefined;
  readonly onStatusChanged = this.#statusChanged.event;

  constructor(settings: CaptureSettings, folder: DataFolder, stream: KafkaStream) {
    this.#folder = folder;
    this.#faults = new EngineFaults(folder);
    this.#stream = stream;
    this.#capture = new LiveCapture({
      settings,
      log: stream.log,
      identity: folder.identity(() => systemClock.now()),
      clock: systemClock,
      spool: () => stream.spool,
      listener: {
        flushed: () => Promise.resolve(),
        changed: () => this.#statusChanged.fire(this.status()),
        logFailed: (error) => this.#faults.failed('append', error),
      },
    });
    stream.onDropped((lost) => this.#capture.noteDropped(lost));
    stream.start(nothingRead);
    this.#capturing = this.#capture.run(this.#stopping.signal);
    this.#timer = setInterval(() => this.#tick(), statusMs);
  }

  #tick(): void {
    void this.#capture.watch();
    this.#statusChanged.fire(this.status());
  }

  get captureFailed(): Promise<MonitorError> {
    return this.#capture.failed;
  }

  status(): ProducerStatus {
    return this.#last ?? this.#look();
  }

  #look(): ProducerStatus {
    const now = systemClock.now();
    const parts = { capture: this.#capture.status, stream: this.#stream.status(nothingRead.positions, now) };
    this.#faults.look(now);
    return {
      ...parts,
      atMs: now,
      problems: this.#problems.look(findProblems({ ...parts, faults: this.#faults.problems }), now),
      notices: this.#folder.notices,
    };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#capturing;
    clearInterval(this.#timer);
    await this.#stream.stop();
    this.#last = this.#look();
    this.#folder.dispose();
  }
}
