import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { limitOf } from '../../support/records/flows.ts';
import { TrackerRun, stepMs } from './tracker-run.ts';

/** What becomes of the next window. A detour is a time in which the clock was far ahead. */
type Step =
  | { readonly kind: 'window'; readonly bytes: readonly number[]; readonly isExact: boolean }
  | { readonly kind: 'missing'; readonly windows: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'detour'; readonly bytes: number; readonly isExact: boolean };

const bytes = fc.constantFrom(0, 30, 60, 90);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('window' as const),
      bytes: fc.array(bytes, { minLength: 1, maxLength: 3 }),
      isExact: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
    }),
  },
  fc.record({ kind: fc.constant('missing' as const), windows: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('restart' as const) }),
  fc.record({ kind: fc.constant('detour' as const), bytes, isExact: fc.boolean() }),
);

const limits = { max: limitOf('max', 100), min: limitOf('min', 100) };

/** The rule in the plainest way: windows one after the other, each breached, within, or unchecked. */
class Oracle {
  readonly told: string[] = [];
  #row: { start: number; bytes: number }[] = [];
  #firing: { start: number; bytes: number }[] | null = null;
  /** Whether the clock was ahead while it fired: then only the number of windows and the peak are sure. */
  #wasAhead = false;
  readonly #name: 'max' | 'min';
  readonly #forWindows: number;

  constructor(name: 'max' | 'min', forWindows: number) {
    this.#name = name;
    this.#forWindows = forWindows;
  }

  window(start: number, total: number, isExact: boolean): void {
    const isOutside = this.#name === 'max' ? total > 100 : total < 100;
    if (isOutside && this.#name === 'min' && !isExact) return;
    if (isOutside) return this.#breach({ start, bytes: total });
    this.#row = [];
    if (this.#firing)
      this.told.push(`resolved ${episodeOf(this.#name, this.#firing, this.#wasAhead)} by ${total}`);
    this.#firing = null;
  }

  detour(total: number, isExact: boolean, start: number): void {
    const isBreach = this.#name === 'max' ? total > 100 : total < 100 && isExact;
    const isUnchecked = this.#name === 'min' && total < 100 && !isExact;
    // A window far ahead is next to none that was before it.
    if (isBreach) this.#row = [];
    this.#wasAhead ||= isBreach;
    this.window(start, total, isExact);
    if (!isUnchecked) this.#row = [];
  }

  #breach(window: { start: number; bytes: number }): void {
    if (this.#firing) {
      this.#firing.push(window);
      return;
    }
    if (this.#row.length > 0 && window.start - this.#row.at(-1)!.start !== stepMs) this.#row = [];
    this.#row.push(window);
    if (this.#row.length < this.#forWindows) return;
    this.#firing = this.#row;
    this.#wasAhead = window.start > aheadMs;
    this.#row = [];
    this.told.push('firing');
  }
}

const aheadMs = 1_000_000;

/** An alert's windows, from the first to the last, and its peak. */
function episodeOf(
  name: 'max' | 'min',
  windows: readonly { start: number; bytes: number }[],
  wasAhead: boolean,
): string {
  const all = windows.map((one) => one.bytes);
  const peak = name === 'max' ? Math.max(...all) : Math.min(...all);
  const span = wasAhead ? '' : `${windows[0]!.start}–${windows.at(-1)!.start} `;
  return `${span}${windows.length} ${peak}`;
}

const spoken = ({ state, began, latest, windows, observed, resolvedBy, window }: AlertTransition): string => {
  if (state === 'firing') return state;
  const wasAhead = [began, latest.window, window].some(({ startMs }) => startMs > aheadMs);
  const span = wasAhead ? '' : `${began.startMs}–${latest.window.startMs} `;
  return `${state} ${span}${windows} ${observed} by ${resolvedBy?.observed}`;
};

/** Without what is not sure where the clock was ahead. */
const withoutSpans = (told: readonly string[]): readonly string[] =>
  told.map((one) => one.replace(/\d+–\d+ /, ''));

/** Runs the steps; each window grows, is stored at times, and closes. */
function runSteps(run: TrackerRun, oracle: Oracle, steps: readonly Step[]): AlertTransition[] {
  const told: AlertTransition[] = [];
  let [start, ahead] = [0, 2 * aheadMs];
  for (const one of steps) {
    if (one.kind === 'restart') run.restart();
    if (one.kind === 'missing') start += one.windows * stepMs;
    if (one.kind === 'detour') {
      run.window(ahead, one.isExact);
      told.push(...run.whole(ahead, one.bytes));
      oracle.detour(one.bytes, one.isExact, ahead);
      run.tracker.rewind(epochMs(start));
      ahead += 50 * stepMs;
    }
    if (one.kind === 'window') {
      run.window(start, one.isExact);
      for (const more of one.bytes) told.push(...run.add(start, more));
      told.push(...run.close(start));
      oracle.window(
        start,
        one.bytes.reduce((sum, more) => sum + more, 0),
        one.isExact,
      );
      start += stepMs;
    }
  }
  return told;
}

it.each(['max', 'min'] as const)(
  'a %s is told by windows alone, whatever is missing, unchecked or ahead of its time',
  (name) => {
    let fired = 0;
    const property = fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      (steps, forWindows) => {
        const run = new TrackerRun([limits[name]], { forWindows, clearPercent: 0 });
        const oracle = new Oracle(name, forWindows);
        const told = runSteps(run, oracle, steps).map(spoken);
        const isAhead = steps.some(({ kind }) => kind === 'detour');
        if (isAhead) expect(withoutSpans(told)).toEqual(withoutSpans(oracle.told));
        else expect(told).toEqual(oracle.told);
        fired += told.length;
      },
    );
    fc.assert(property, { numRuns: 2_000 });
    // Schedules in which nothing happens would prove nothing.
    expect(fired).toBeGreaterThan(1_000);
  },
);
