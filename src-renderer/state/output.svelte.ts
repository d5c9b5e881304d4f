import type { Disposable } from '../../src-main/common/disposable.ts';
import type { CaptureState } from '../../src-main/common/model/capture.ts';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import type { EngineState } from '../../src-main/common/model/shell.ts';
import type { WallClock } from '../../src-main/common/clock.ts';
import type { EpochMs } from '../../src-main/common/units.ts';
import { bytesText, spanText } from '../format.ts';
import { problemMessage } from '../problem-words.ts';
import { phraseText } from '../texts/phrase-text.ts';
import { t } from '../texts/texts.ts';
import { transitionText, windowStatusWords } from '../words.ts';
import type { Client } from './client.ts';

/** A line of the output: what happened, when, and in which part. */
export interface OutputLine {
  readonly id: number;
  readonly atMs: EpochMs;
  readonly part: 'engine' | 'capture' | 'window' | 'alert' | 'limits';
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

/** Lines that are kept; the oldest leave. */
export const outputBound = 1_000;

/** A log of what the engine tells, for the panel. */
export class Output implements Disposable {
  lines = $state.raw<readonly OutputLine[]>([]);
  readonly #clock: WallClock;
  readonly #subscriptions: readonly Disposable[];
  #nextId = 0;
  #capture: CaptureState | null = null;
  #problem: string | null = null;

  constructor({ monitor, shell, clock }: Client & { readonly clock: WallClock }) {
    this.#clock = clock;
    this.#subscriptions = [
      shell.onEngineStateChanged((engine) => this.#engine(engine)),
      monitor.onWindowClosed((window) => this.#window(window)),
      monitor.onAlertChanged((alert) => {
        const { title, body } = transitionText(alert);
        const severity = alert.state === 'firing' ? 'error' : 'info';
        this.write('alert', severity, [title, ...body.split('\n')].join('; '));
      }),
      monitor.onLimitsChanged((limits) =>
        this.write('limits', 'info', t().output.limitsChanged(limits.length)),
      ),
      monitor.onStatusChanged(({ capture }) =>
        this.#captured(capture.state, capture.problem && problemMessage(capture.problem)),
      ),
    ];
  }

  write(part: OutputLine['part'], severity: OutputLine['severity'], text: string): void {
    const line = { id: this.#nextId++, atMs: this.#clock.now(), part, severity, text };
    this.lines = [...this.lines, line].slice(-outputBound);
  }

  clear(): void {
    this.lines = [];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #engine({ state, problem, said }: EngineState): void {
    if (state === 'running') this.write('engine', 'info', t().output.engineRuns);
    else if (problem !== null)
      this.write('engine', state === 'failed' ? 'error' : 'warning', phraseText(said, problem));
  }

  #window(window: WindowSummary): void {
    const span = spanText(window.startMs, window.endMs, this.#clock.now());
    const words = windowStatusWords(window);
    const say = window.revision > 0 ? t().output.windowCorrected : t().output.windowClosed;
    const severity = words.tone === 'bad' ? 'warning' : 'info';
    this.write('window', severity, say(span, bytesText(window.bytes), words.text.toLowerCase()));
  }

  /** A state or a problem is told when it changes, not every second. */
  #captured(state: CaptureState, problem: string | null): void {
    if (state !== this.#capture)
      this.write('capture', 'info', t().output.captureState(t().captureStates[state]));
    if (problem !== null && problem !== this.#problem) this.write('capture', 'warning', problem);
    this.#capture = state;
    this.#problem = problem;
  }
}
