import type { CheckerElection } from '../log/kafka/checker-election.ts';
import { CheckerGroup } from './checker-group.ts';
import type { Series } from '../store/series-repository.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { Brokers } from '../log/kafka/brokers.ts';
import type { KafkaSettings } from '../log/kafka/kafka-settings.ts';
import { paneMsOf } from '../../common/window-shape.ts';
import { KafkaStream } from '../log/kafka/kafka-stream.ts';
import type { EngineSettings } from './settings.ts';
import type { OpenedFor, StreamOpener } from './open-stream.ts';
import { systemClock } from './system-clock.ts';

/** How long the start waits for the brokers to say which cluster they are. */
const longestAskMs = 3_000;

/** Opens the topics of Apache Kafka brokers. */
export class KafkaOpener implements StreamOpener {
  readonly #settings: KafkaSettings;

  constructor(settings: KafkaSettings) {
    this.#settings = settings;
  }

  async clusterOf(folder: DataFolder): Promise<string | null> {
    const { brokers, topic } = this.#settings;
    const known = folder.settings.clusterOf(brokers);
    if (known !== null) return known;
    const asked = new Brokers(this.#settings).clusterId(topic).catch(() => null);
    const cluster = await Promise.race([asked, systemClock.after(longestAskMs).then(() => null)]);
    if (cluster !== null) folder.settings.noteCluster(brokers, cluster);
    return cluster;
  }

  openGroup(settings: EngineSettings, folder: DataFolder): CheckerGroup {
    return new CheckerGroup(settings, this.#settings, folder);
  }

  openStream(
    { captures, intervalMs, windowMs, slideMs }: OpenedFor,
    folder: DataFolder,
    _series: Series,
    group: CheckerGroup | undefined,
  ): KafkaStream {
    const paneMs = paneMsOf({ sizeMs: windowMs, slideMs });
    return kafkaStream(this.#settings, { intervalMs, paneMs }, folder, captures, group ?? null);
  }
}

/** A stream that records are only published to. */
export const openPublishing = (
  settings: KafkaSettings,
  intervalMs: number,
  folder: DataFolder,
): KafkaStream => kafkaStream(settings, { intervalMs }, folder, true, null);

function kafkaStream(
  settings: KafkaSettings,
  lengths: { readonly intervalMs: number; readonly paneMs?: number },
  folder: DataFolder,
  publishes: boolean,
  reads: { readonly election: CheckerElection } | null,
): KafkaStream {
  // A sequence that was sent must never be given again, not even after a power failure.
  folder.syncEveryCommit();
  return new KafkaStream({
    brokers: new Brokers(settings),
    settings,
    clock: systemClock,
    ...lengths,
    publishes: publishes ? { table: folder.spool(), agent: folder.settings.agentId() } : null,
    reads,
    noteCluster: (id) => folder.settings.noteCluster(settings.brokers, id),
  });
}
