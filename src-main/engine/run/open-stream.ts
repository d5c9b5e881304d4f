import { AlertsTopic } from '../notify/alerts-topic.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { EmbeddedStream } from '../log/embedded-stream.ts';
import { Brokers } from '../log/kafka/brokers.ts';
import type { KafkaSettings } from '../log/kafka/kafka-settings.ts';
import { KafkaStream } from '../log/kafka/kafka-stream.ts';
import type { Stream } from '../log/stream.ts';
import type { EngineSettings } from './settings.ts';
import type { Series } from '../store/series-repository.ts';
import { systemClock } from './system-clock.ts';

/** How long the start waits for the brokers to say which cluster they are. */
const longestAskMs = 3_000;

/**
 * Which cluster the brokers of a topic are, as they say or as it is remembered of their addresses; null for the embedded
 * log, and while it is not known.
 */
export async function clusterOf(
  { stream }: Pick<EngineSettings, 'stream'>,
  folder: DataFolder,
): Promise<string | null> {
  if (stream.kind === 'embedded') return null;
  const known = folder.settings.clusterOf(stream.brokers);
  if (known !== null) return known;
  const asked = new Brokers(stream).clusterId(stream.topic).catch(() => null);
  const cluster = await Promise.race([asked, systemClock.after(longestAskMs).then(() => null)]);
  if (cluster !== null) folder.settings.noteCluster(stream.brokers, cluster);
  return cluster;
}

/** The stream that feeds a series. */
export function openStream(
  { stream, captures, intervalMs }: Pick<EngineSettings, 'stream' | 'captures' | 'intervalMs'>,
  folder: DataFolder,
  series: Series,
): Stream {
  if (stream.kind === 'embedded') return new EmbeddedStream(folder.log(series), systemClock);
  const group = stream.group ?? `streamchecker-${folder.settings.agentId()}`;
  return kafkaStream(stream, intervalMs, folder, captures, { group });
}

/** The topic of alerts; undefined without brokers. */
export function openAlertsTopic(
  { stream }: Pick<EngineSettings, 'stream'>,
  folder: DataFolder,
): AlertsTopic | undefined {
  if (stream.kind === 'embedded') return undefined;
  return new AlertsTopic({
    brokers: new Brokers(stream),
    topic: stream.alertsTopic,
    creation: stream.creation,
    agent: folder.settings.agentId(),
    clock: systemClock,
  });
}

/** A stream that records are only published to. */
export const openPublishing = (
  settings: KafkaSettings,
  intervalMs: number,
  folder: DataFolder,
): KafkaStream => kafkaStream(settings, intervalMs, folder, true, null);

function kafkaStream(
  settings: KafkaSettings,
  intervalMs: number,
  folder: DataFolder,
  publishes: boolean,
  reads: { readonly group: string } | null,
): KafkaStream {
  // A sequence that was sent must never be given again, not even after a power failure.
  folder.syncEveryCommit();
  return new KafkaStream({
    brokers: new Brokers(settings),
    settings,
    clock: systemClock,
    intervalMs,
    publishes: publishes ? { table: folder.spool(), agent: folder.settings.agentId() } : null,
    reads,
    noteCluster: (id) => folder.settings.noteCluster(settings.brokers, id),
  });
}
