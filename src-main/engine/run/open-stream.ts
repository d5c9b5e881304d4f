import type { DataFolder } from '../store/data-folder.ts';
import { EmbeddedStream } from '../log/embedded-stream.ts';
import type { Stream } from '../log/stream.ts';
import type { CheckerGroup } from './checker-group.ts';
import type { EngineSettings, StreamSettings } from './settings.ts';
import type { Series } from '../store/series-repository.ts';
import { systemClock } from './system-clock.ts';

/** What a stream has to know of the engine that it feeds. */
export type OpenedFor = Pick<EngineSettings, 'captures' | 'intervalMs' | 'windowMs' | 'slideMs'>;

/** What opens the log of an engine, and what belongs to it. */
export interface StreamOpener {
  /**
   * Which cluster the brokers of a topic are, as they say or as it is remembered of their addresses; null for the
   * embedded log, and while it is not known.
   */
  clusterOf(folder: DataFolder): Promise<string | null>;
  /** The checkers that read a topic together; undefined for the embedded log, which only one process reads. */
  openGroup(settings: EngineSettings, folder: DataFolder): CheckerGroup | undefined;
  /** The stream that feeds a series. */
  openStream(
    settings: OpenedFor,
    folder: DataFolder,
    series: Series,
    group: CheckerGroup | undefined,
  ): Stream;
}

/** What opens the log that is chosen; the code that talks to brokers is loaded only where there are some. */
export async function streamOpener(stream: StreamSettings): Promise<StreamOpener> {
  if (stream.kind === 'embedded') return embedded;
  const { KafkaOpener } = await import('./open-kafka.ts');
  return new KafkaOpener(stream);
}

const embedded: StreamOpener = {
  clusterOf: () => Promise.resolve(null),
  openStream: (_, folder, series) => new EmbeddedStream(folder.log(series), systemClock),
  openGroup: () => undefined,
};
