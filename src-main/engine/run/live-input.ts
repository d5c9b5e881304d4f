import { StallMeter } from './stall-meter.ts';
import type { MessageLog } from '../log/message-log.ts';
import type { Stream } from '../log/stream.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import type { CheckerGroup } from './checker-group.ts';
import { type CaptureListener, LiveCapture } from './live-capture.ts';
import { liveSeries } from './live-checking.ts';
import type { StreamOpener } from './open-stream.ts';
import type { EngineSettings } from './settings.ts';
import { systemClock } from './system-clock.ts';

/** Nobody sums yet: what is captured waits in the log. */
const nobody: CaptureListener = {
  flushed: () => Promise.resolve(),
  changed: () => undefined,
  logFailed: () => undefined,
};

/** What comes of live traffic before it is summed: the capture, and the log that it is written to. */
export class LiveInput {
  readonly series: Series;
  /** Undefined without brokers. */
  readonly group: CheckerGroup | undefined;
  readonly stream: Stream;
  /** What is captured goes into it, and what is summed comes from it. */
  readonly log: MessageLog;
  readonly stalls = new StallMeter(() => systemClock.monotonic());
  /** Undefined where others capture. */
  readonly capture: LiveCapture | undefined;
  /** Who sums. */
  listener = nobody;
  #capturing: Promise<void> | undefined;

  /** @param cluster the id of the brokers' cluster, as far as it is known */
  constructor(settings: EngineSettings, folder: DataFolder, opener: StreamOpener, cluster: string | null) {
    this.series = liveSeries(folder, settings, cluster);
    this.group = opener.openGroup(settings, folder);
    this.stream = opener.openStream(settings, folder, this.series, this.group);
    this.log = this.stalls.watching(this.stream.log);
    if (settings.captures) this.capture = this.#captureOf(settings, folder);
  }

  /** Captures until the signal aborts, whether anybody sums or not; begins once. */
  run(signal: AbortSignal): Promise<void> {
    this.#capturing ??= this.capture?.run(signal) ?? Promise.resolve();
    return this.#capturing;
  }

  #captureOf(settings: EngineSettings, folder: DataFolder): LiveCapture {
    return new LiveCapture({
      ...{ settings, log: this.log, clock: systemClock, spool: () => this.stream.spool },
      identity: folder.identity(() => systemClock.now()),
      listener: {
        flushed: () => this.listener.flushed(),
        changed: () => this.listener.changed(),
        logFailed: (error) => this.listener.logFailed(error),
      },
    });
  }
}
