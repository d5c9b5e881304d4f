import { plural } from '../common/format.ts';
import type { Clock } from '../common/clock.ts';
import { MonitorError } from '../common/errors.ts';
import { isOfLimit } from '../common/model/alerts.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import { type RecordReceiver, recordReceiver } from '../engine/run/record-receiver.ts';
import { compileLater } from '../engine/run/compile-later.ts';
import { type Engine, startEngine } from '../engine/run/engine.ts';
import type { EngineSettings } from '../engine/run/settings.ts';
import { inEnglish, say, wholeOf } from '../common/phrases/say.ts';
import type { ExitStatus } from './exit-status.ts';
import { LiveTable, progressText } from './live-table.ts';
import type { OutputOptions } from './options.ts';
import { print, type RunOutput, runOutput, warn } from './run-output.ts';
import { migrationTeller } from './migration-teller.ts';
import { leftText } from './stream-text.ts';
import { toldToEnd, untilTold } from './until-told.ts';

/** Output that is not a terminal gets a line on the open window this often. */
const progressMs = 5_000;
const firstProgressMs = 1_000;

/** Runs an engine until its time is over or it is told to end, and prints what it tells. */
export async function runEngine(
  settings: EngineSettings,
  flags: OutputOptions,
  status: ExitStatus,
  durationMs: number | null,
  clock: Clock,
): Promise<void> {
  compileLater();
  const output = outputOf(flags);
  const stopping = new AbortController();
  const starting = startEngine(settings, [printedAlerts(output, status, flags)], {
    onMigrated: migrationTeller(clock),
    signal: stopping.signal,
  });
  // Its folder is open: until then a signal ends the process at once.
  const told = toldToEnd();
  void told.then(() => stopping.abort());
  const engine = await starting;
  engine.api.onWindowReported(({ hasBreached }) => {
    if (hasBreached) status.breached(flags.failOnBreach);
  });
  engine.api.onPeriodReported(({ hasBreached }) => {
    if (hasBreached) status.breached(flags.failOnBreach);
  });
  await new EngineRun({ engine, flags, output, told, clock, captures: settings.captures }).untilEnd(
    durationMs,
  );
}

/** Where windows and alerts go: to the terminal's live table, else line by line. */
interface MonitorOutput extends RunOutput {
  readonly screen: LiveTable | undefined;
}

/** Whether a terminal understands where to write; one that calls itself dumb gets lines, as a pipe does. */
const canBeDrawnOn = (out: NodeJS.WriteStream): boolean => out.isTTY && process.env.TERM !== 'dumb';

function outputOf(flags: OutputOptions): MonitorOutput {
  const lines = runOutput(flags);
  if (flags.format !== 'table' || !canBeDrawnOn(process.stdout)) return { ...lines, screen: undefined };
  const screen = new LiveTable(process.stdout, flags.timeZone);
  // Alerts that are firing are in the table's status.
  return {
    ...lines,
    screen,
    window: (window) => screen.window(window),
    period: () => undefined,
    notification: () => undefined,
  };
}

/** Prints each notification once, also one that an earlier run was killed before it had printed. */
const printedAlerts = (output: RunOutput, status: ExitStatus, flags: OutputOptions): RecordReceiver =>
  recordReceiver('output', (notification) => {
    if (notification.kind === 'firing' && isOfLimit(notification)) status.breached(flags.failOnBreach);
    output.notification(notification);
  });

class EngineRun {
  readonly #engine: Engine;
  readonly #flags: OutputOptions;
  readonly #output: MonitorOutput;
  readonly #captures: boolean;
  readonly #clock: Clock;
  #lastProgress: number;
  readonly #told: Promise<undefined>;
  /** Problems that were said. */
  #said = new Set<string>();

  constructor(parts: {
    engine: Engine;
    flags: OutputOptions;
    output: MonitorOutput;
    told: Promise<undefined>;
    captures: boolean;
    clock: Clock;
  }) {
    const { engine, flags, output, told, captures, clock } = parts;
    this.#told = told;
    this.#clock = clock;
    // Interfaces open one after the other: the first line waits until they have.
    this.#lastProgress = clock.now() - progressMs + firstProgressMs;
    this.#captures = captures;
    this.#engine = engine;
    this.#flags = flags;
    this.#output = output;
    engine.api.onWindowReported((report) => output.window(report.detail(flags.pairs, flags.directions)));
    engine.api.onPeriodReported(({ isAsked, summary }) => isAsked && output.period(summary));
    engine.api.onStatusChanged((now) => this.#look(now));
  }

  /** Runs until its time is over or it is told to end. */
  async untilEnd(durationMs: number | null): Promise<void> {
    const ending = new AbortController();
    try {
      await this.#refuseUselessLimits();
      this.#output.screen?.begin();
      const failure = await Promise.race([
        this.#engine.captureFailed,
        untilTold(durationMs, this.#told, this.#clock, ending.signal),
      ]);
      if (failure) throw failure;
    } finally {
      ending.abort();
      await this.#engine.stop();
    }
    const last = await this.#engine.api.getStatus();
    const left = leftText(last.stream);
    if (left !== undefined) warn(left);
    if (this.#flags.verbose) warn(say('command.stalled', { ms: last.longestStallMs }));
    this.#summary(last);
  }

  /** A limits file that was never good leaves nothing to check the traffic against. */
  async #refuseUselessLimits(): Promise<void> {
    const { limits } = await this.#engine.api.getStatus();
    if (!limits.problem) return;
    if (limits.limitCount === 0) throw MonitorError.fromData(limits.problem);
    const { said, message } = limits.problem;
    warn(say('command.lastGood', { problem: said?.message ?? message }));
    this.#said.add(inEnglish(wholeOf(limits.problem)));
  }

  #look(status: MonitorStatus): void {
    // A capture that fails before it begins ends the run with its error.
    if (this.#captures && status.capture.interfaces.length === 0) return;
    this.#tellProblems(status);
    if (this.#output.screen) this.#output.screen.draw(status);
    else if (this.#flags.format === 'table' && status.atMs - this.#lastProgress >= progressMs) {
      this.#lastProgress = status.atMs;
      print(progressText(status, this.#flags.timeZone));
    }
  }

  /** Says once what went wrong since it was last said; a terminal's screen shows it. */
  #tellProblems({ notices, problems }: MonitorStatus): void {
    if (this.#output.screen) return;
    const texts = [...notices, ...problems.map(wholeOf)];
    for (const text of texts) if (!this.#said.has(inEnglish(text))) warn(text);
    this.#said = new Set(texts.map(inEnglish));
  }

  #summary({ capture, late, deadLetters }: MonitorStatus): void {
    const { totals, interfaces: listed, unlisted, countsDrops } = capture;
    const { count, ...others } = unlisted;
    const interfaces =
      count === 0 ? listed : [...listed, { name: plural(count, 'other interface'), ...others }];
    this.#output.summary({ ...totals, interfaces, countsDrops, late, deadLetters });
  }
}
