import type { Command } from 'commander';
import { MonitorError } from '../../common/errors.ts';
import type { MonitorStatus } from '../../common/model.ts';
import { type Engine, startEngine } from '../../engine/engine.ts';
import type { ExitStatus } from '../exit-status.ts';
import { LiveTable, progressText } from '../live-table.ts';
import { type MonitorFlags, monitorOptions, withMonitorOptions } from '../monitor-options.ts';
import { sentence } from '../../common/sentence.ts';
import { print, type RunOutput, runOutput, warn } from '../run-output.ts';

/** Output that is no terminal gets a line on the open window this often. */
const progressMs = 5_000;
const firstProgressMs = 1_000;

/** `monitor`: the whole pipeline, headless. */
export const monitorVerb = (program: Command, status: ExitStatus): void =>
  void withMonitorOptions(program.command('monitor'))
    .summary('watch live traffic: the whole pipeline, headless')
    .action(async (flags: MonitorFlags) => {
      const { engine: settings, durationMs } = monitorOptions(flags);
      const engine = await startEngine(settings);
      const run = new MonitorRun(engine, flags, status);
      await run.untilEnd(durationMs);
    });

class MonitorRun {
  readonly #engine: Engine;
  readonly #flags: MonitorFlags;
  readonly #output: RunOutput;
  readonly #screen: LiveTable | undefined;
  // Interfaces open one after the other: the first line waits until they have.
  #lastProgress = Date.now() - progressMs + firstProgressMs;
  #told = new Set<string>();

  constructor(engine: Engine, flags: MonitorFlags, status: ExitStatus) {
    this.#engine = engine;
    this.#flags = flags;
    this.#output = runOutput(flags);
    this.#screen =
      flags.format === 'table' && process.stdout.isTTY ? new LiveTable(process.stdout) : undefined;
    engine.api.onWindowReported((report) => {
      const window = report.detail(flags.pairs);
      if (this.#screen) this.#screen.window(window);
      else this.#output.window(window);
    });
    engine.api.onAlertChanged((alert) => {
      if (alert.state === 'firing') status.breached(flags.failOnBreach);
      if (!this.#screen) this.#output.alert(alert);
    });
    engine.api.onStatusChanged((now) => this.#look(now));
  }

  /** Runs until its time is over or it is told to end. */
  async untilEnd(durationMs: number | null): Promise<void> {
    try {
      await this.#refuseUselessLimits();
      this.#screen?.begin();
      const failure = await Promise.race([this.#engine.captureFailed, this.#end(durationMs)]);
      if (failure) throw failure;
    } finally {
      await this.#engine.stop();
    }
    this.#summary(await this.#engine.api.getStatus());
  }

  /** A limits file that was never good leaves nothing to hold the traffic against. */
  async #refuseUselessLimits(): Promise<void> {
    const { limits } = await this.#engine.api.getStatus();
    if (!limits.problem) return;
    if (limits.limitCount === 0) throw MonitorError.fromData(limits.problem);
    warn(`${limits.problem.message}; the last good limits stay in force`);
    this.#told.add(sentence(limits.problem));
  }

  #end(durationMs: number | null): Promise<undefined> {
    return new Promise((resolve) => {
      const end = (): void => resolve(undefined);
      // The engine keeps the process alive; once it is gone there is nothing to wait for.
      if (durationMs !== null) setTimeout(end, durationMs).unref();
      process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
    });
  }

  #look(status: MonitorStatus): void {
    // A capture that fails before it begins ends the run with its error.
    if (status.capture.interfaces.length === 0) return;
    this.#tellProblems(status);
    if (this.#screen) this.#screen.draw(status);
    else if (this.#flags.format === 'table' && status.atMs - this.#lastProgress >= progressMs) {
      this.#lastProgress = status.atMs;
      print(progressText(status));
    }
  }

  /** Says once what went wrong since it was last said; a terminal's screen shows it. */
  #tellProblems({ notices, limits, capture }: MonitorStatus): void {
    if (this.#screen) return;
    const problems = [capture.problem, limits.problem].filter((problem) => problem !== null);
    const texts = [...notices, ...problems.map(sentence)];
    for (const text of texts) if (!this.#told.has(text)) warn(text);
    this.#told = new Set(texts);
  }

  #summary({ capture, late, deadLetters }: MonitorStatus): void {
    this.#output.summary({ ...capture.totals, late, deadLetters });
  }
}
