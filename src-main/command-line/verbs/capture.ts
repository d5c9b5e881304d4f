import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import type { ProducerStatus, TrafficProducer } from '../../engine/run/producer.ts';
import { captureSettings, dataDirOf } from '../../settings/engine-settings.ts';
import { kafkaSettings } from '../../settings/kafka-settings.ts';
import type { Values } from '../../settings/registry/index.ts';
import { withRunOptions } from '../../settings/sources/command-line.ts';
import { captureText } from '../live-table.ts';
import type { Format } from '../options.ts';
import { runValues } from '../run-values.ts';
import { migrationTeller } from '../migration-teller.ts';
import { print, summaryText, warn } from '../run-output.ts';
import { summaryLine } from '../json-lines.ts';
import { leftText, streamLines } from '../stream-text.ts';
import { toldToEnd, untilTold } from '../until-told.ts';
import { inEnglish, wholeOf } from '../../common/phrases/say.ts';
import { helpText } from '../person-language.ts';

const progressMs = 5_000;

/** `capture`: the producer alone. */
export const captureVerb = (program: Command, clock: Clock): void =>
  void withRunOptions(program.command('capture'), 'capture')
    .summary(helpText('verb.capture'))
    .action(async (_flags: unknown, command: Command) => {
      const values = runValues(command);
      const stream = { kind: 'kafka', ...kafkaSettings(values, values['kafka.brokers'] ?? []) } as const;
      const settings = { ...captureSettings(values, stream), dataDir: dataDirOf(values) };
      const { startProducer } = await import('../../engine/run/producer.ts');
      await untilEnd(startProducer(settings, migrationTeller(clock)), values, clock);
    });

async function untilEnd(producer: TrafficProducer, values: Values, clock: Clock): Promise<void> {
  const { 'output.format': format, 'run.duration': duration = null } = values;
  const teller = new ProgressTeller(format);
  producer.onStatusChanged((status) => teller.look(status));
  const ending = new AbortController();
  try {
    const failure = await Promise.race([
      producer.captureFailed,
      untilTold(duration, toldToEnd(), clock, ending.signal),
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
    const texts = [...notices, ...problems.map(wholeOf)];
    for (const text of texts) if (!this.#told.has(inEnglish(text))) warn(text);
    this.#told = new Set(texts.map(inEnglish));
    if (this.#format === 'json' || atMs - this.#toldMs < progressMs) return;
    this.#toldMs = atMs;
    print([captureText(status), ...streamLines(stream, atMs)].join('; '));
  }
}
