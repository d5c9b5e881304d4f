import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { sentence } from '../../common/sentence.ts';
import type { ProducerStatus, TrafficProducer } from '../../engine/run/producer.ts';
import { kafkaSettings, type StreamOptions, withPublishOptions, withTopicOptions } from '../kafka-options.ts';
import { captureText } from '../live-table.ts';
import {
  captureEngineOption,
  promiscuousOption,
  dataDirOption,
  durationOption,
  filterOption,
  type Format,
  formatOption,
  interfaceOption,
  intervalOption,
  verboseOption,
} from '../options.ts';
import { migrationTeller } from '../migration-teller.ts';
import { print, summaryText, warn } from '../run-output.ts';
import { summaryLine } from '../json-lines.ts';
import { leftText, streamLines } from '../stream-text.ts';
import type { CaptureEngine } from '../../engine/run/settings.ts';
import { toldToEnd, untilTold } from '../until-told.ts';

const progressMs = 5_000;

type Flags = StreamOptions & {
  readonly brokers: readonly string[];
  readonly interface?: readonly string[];
  readonly captureEngine: CaptureEngine;
  readonly promiscuous: boolean;
  readonly filter: string;
  readonly interval: number;
  readonly duration?: number;
  readonly dataDir: string;
  readonly format: Format;
};

/** `capture`: the producer alone. */
export const captureVerb = (program: Command, clock: Clock): void =>
  void withPublishOptions(withTopicOptions(program.command('capture'), true))
    .addOption(interfaceOption())
    .addOption(captureEngineOption())
    .addOption(promiscuousOption())
    .addOption(filterOption())
    .addOption(intervalOption())
    .addOption(durationOption())
    .addOption(dataDirOption())
    .addOption(formatOption())
    .addOption(verboseOption())
    .summary('capture and publish on a topic; nothing is summed here')
    .action(async (flags: Flags) => {
      const {
        dataDir,
        filter,
        captureEngine,
        promiscuous,
        interval: intervalMs,
        interface: interfaces = ['auto'],
      } = flags;
      const stream = { kind: 'kafka', ...kafkaSettings(flags) } as const;
      const { startProducer } = await import('../../engine/run/producer.ts');
      const settings = { dataDir, filter, captureEngine, promiscuous, intervalMs, interfaces, stream };
      const producer = startProducer(settings, migrationTeller(clock));
      await untilEnd(producer, flags, clock);
    });

async function untilEnd(producer: TrafficProducer, { format, duration }: Flags, clock: Clock): Promise<void> {
  const teller = new ProgressTeller(format);
  producer.onStatusChanged((status) => teller.look(status));
  const ending = new AbortController();
  try {
    const failure = await Promise.race([
      producer.captureFailed,
      untilTold(duration ?? null, toldToEnd(), clock, ending.signal),
    ]);
    if (failure) throw failure;
  } finally {
    ending.abort();
    await producer.stop();
  }
  const { capture, stream } = producer.status();
  const left = leftText(stream);
  if (left !== undefined) warn(left);
  const { totals, interfaces, countsDrops } = capture;
  const summary = { ...totals, interfaces, countsDrops, late: 0, deadLetters: 0 };
  print(format === 'json' ? JSON.stringify(summaryLine(summary)) : `\n${summaryText(summary)}`);
}

/** Tells from time to time how it stands, and at once what goes wrong. */
class ProgressTeller {
  readonly #format: Format;
  #toldMs = -Infinity;
  #told = new Set<string>();

  constructor(format: Format) {
    this.#format = format;
  }

  look(status: ProducerStatus): void {
    const { capture, stream, problems, notices, atMs } = status;
    if (capture.interfaces.length === 0) return;
    const texts = [...notices, ...problems.map(sentence)];
    for (const text of texts) if (!this.#told.has(text)) warn(text);
    this.#told = new Set(texts);
    if (this.#format === 'json' || atMs - this.#toldMs < progressMs) return;
    this.#toldMs = atMs;
    print([captureText(status), ...streamLines(stream, atMs)].join('; '));
  }
}
