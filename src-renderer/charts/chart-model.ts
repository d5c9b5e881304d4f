import type { LimitName } from '../../src-main/common/model/limits.ts';
import type { WindowSummary } from '../../src-main/common/model/windows.ts';
import { exactnessText, exactText } from '../exactness.ts';
import { bytesText, spanText } from '../format.ts';
import { t } from '../texts/texts.ts';
import { windowStatusWords } from '../words.ts';

/** A window that is drawn; or an hour or a day, which is drawn as high as its largest window. */
export interface ChartBar extends WindowSummary {
  /** Where the bar stands for an hour or a day: what its windows come to. */
  readonly together?: BarSums;
  /** Where it is of one host or network: how its bytes came about. */
  readonly scope?: ScopeSums;
}

/** What a host or network sent and received, in bytes. */
export interface ScopeSums {
  readonly sent: number;
  readonly received: number;
  /** What may be of it or not: the pairs are not known, or no longer kept. */
  readonly unknown: number;
}

/** What several windows come to. */
export interface BarSums {
  readonly bytes: number;
  readonly windows: number;
  readonly above: number;
  readonly below: number;
  /** Windows whose total may be too low. */
  readonly inexact: number;
}

/** All bytes that a bar stands for. */
export const totalOf = ({ bytes, together }: ChartBar): number => together?.bytes ?? bytes;

/** A limit over the time in which it was in force. */
export interface LimitStep {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
}

/** The limit of each window as level steps; neighbours of one value are one step. */
export function limitSteps(windows: readonly WindowSummary[], name: LimitName): readonly LimitStep[] {
  const steps: LimitStep[] = [];
  windows.forEach((window, i) => {
    const value = window.limits[name];
    if (value === null) return;
    const endMs = Math.min(window.endMs, windows[i + 1]?.startMs ?? window.endMs);
    const last = steps.at(-1);
    if (last?.value === value && last.endMs === window.startMs) steps.splice(-1, 1, { ...last, endMs });
    else steps.push({ startMs: window.startMs, endMs, value });
  });
  return steps;
}

/** The chart's vertical extent, in bytes. */
export interface VerticalScale {
  readonly top: number;
  /** Limits in force at the end that lie so far above the traffic that they would flatten it. */
  readonly hiddenLimits: readonly { readonly name: LimitName; readonly value: number }[];
}

const headroom = 1.1;
const flatteningFactor = 25;

/** Makes room for the largest window and for the limits, unless these would flatten the windows. */
export function verticalScale(windows: readonly WindowSummary[]): VerticalScale {
  const largest = largestOf(windows);
  const bound = largest === 0 ? Infinity : largest * flatteningFactor;
  const limits = windows.flatMap(({ limits: { min, max } }) => [min ?? 0, max ?? 0]);
  const top = limits.reduce((most, value) => (value <= bound ? Math.max(most, value) : most), largest);
  const last = windows.at(-1)?.limits;
  const hiddenLimits = (['min', 'max'] as const).flatMap((name) => {
    const value = last?.[name] ?? 0;
    return value > bound ? [{ name, value }] : [];
  });
  return { top: Math.max(top * headroom, 1), hiddenLimits };
}

const largestOf = (windows: readonly WindowSummary[]): number =>
  windows.reduce((most, { bytes }) => Math.max(most, bytes), 0);

/** Moves two labels apart where they would touch: the upper one up, the lower one down. */
export function spreadLabels(labels: readonly { readonly y: number }[], height: number): readonly number[] {
  const [upper, lower] = labels;
  if (!upper || !lower) return labels.map(({ y }) => y);
  const shift = Math.max(0, height - (lower.y - upper.y)) / 2;
  return [upper.y - shift, lower.y + shift];
}

/** An entry of the legend. */
export interface LegendEntry {
  readonly kind: 'total' | 'open' | 'above' | 'below' | 'before' | 'incomplete';
  readonly text: string;
}

/** What the chart's shapes and colours mean, as far as they are in it. */
export function legendOf(windows: readonly ChartBar[], compares: boolean): readonly LegendEntry[] {
  const words = t().chart;
  // Limits are compared with windows, of which these are parts.
  const isJudged = !windows.some(({ scope }) => scope);
  const entry = (kind: LegendEntry['kind'], text: string, isShown = true): readonly LegendEntry[] =>
    isShown ? [{ kind, text }] : [];
  return [
    ...entry('total', words.total),
    ...entry('open', words.openWindow, isJudged),
    ...entry('above', `▲ ${words.aboveMax}`, isJudged),
    ...entry(
      'below',
      `▼ ${words.belowMin}`,
      windows.some(({ status }) => status === 'below'),
    ),
    ...entry('before', t().history.weekBefore, compares),
    ...entry(
      'incomplete',
      words.incomplete,
      windows.some(({ complete }) => !complete),
    ),
  ];
}

/** The same of totals of periods. */
export function legendOfTotals(totals: readonly ChartBar[], compares: boolean): readonly LegendEntry[] {
  const words = t();
  return [
    { kind: 'total', text: words.chart.total },
    ...(totals.some(({ closed }) => !closed) ? [{ kind: 'open', text: words.totals.notOver } as const] : []),
    ...(compares ? [{ kind: 'before', text: words.totals.beforeMark } as const] : []),
    ...(totals.some(({ complete }) => !complete)
      ? [{ kind: 'incomplete', text: words.chart.incomplete } as const]
      : []),
  ];
}

/** The window that holds an instant; of overlapping ones the last that began. */
export function windowAt(windows: readonly ChartBar[], instantMs: number): ChartBar | null {
  return windows.findLast(({ startMs, endMs }) => startMs <= instantMs && instantMs < endMs) ?? null;
}

/** The window `offset` places from the selected one; from the newest one when none is selected. */
export function neighbour(
  windows: readonly WindowSummary[],
  selectedMs: number | null,
  offset: -1 | 1,
): WindowSummary | null {
  if (selectedMs === null) return offset < 0 ? (windows.at(-1) ?? null) : null;
  const index = windows.findIndex(({ startMs }) => startMs === selectedMs);
  return index < 0 ? (windows.at(-1) ?? null) : (windows[index + offset] ?? null);
}

/** What a bar is, beyond its totals. */
export function barRemarks(bar: ChartBar): readonly string[] {
  if (bar.scope) return [scopeExactness(bar.together?.inexact ?? 0, bar.scope.unknown)];
  return bar.together ? togetherRemarks(bar, bar.together) : windowRemarks(bar);
}

/** Whether what a host or network sent and received is exact, in words. */
export function scopeExactness(inexact: number, unknown: number): string {
  if (unknown > 0) return t().history.unknownPairs(bytesText(unknown));
  return inexact === 0 ? exactText(true) : t().history.inexact(inexact);
}

function togetherRemarks(bar: ChartBar, { windows, above, below, inexact }: BarSums): readonly string[] {
  const { someAbove, someBelow } = t().chart;
  const breaches = [
    ...(above > 0 ? [someAbove(above, windows)] : []),
    ...(below > 0 ? [someBelow(below, windows)] : []),
  ];
  return [
    ...(breaches.length > 0 ? breaches : [windowStatusWords(bar).text]),
    inexact === 0 ? exactText(true) : t().history.inexact(inexact),
  ];
}

/** What a window is, beyond its total: status, open, exact or what it lacks, corrected. */
export function windowRemarks(window: WindowSummary): readonly string[] {
  const { open, corrected } = t().windowStates;
  return [
    windowStatusWords(window).text,
    ...(window.closed ? [] : [open]),
    exactnessText(window),
    ...(window.closed && window.revision > 0 ? [corrected(window.revision)] : []),
  ];
}

/** The chart in one sentence, for those who can't see it. */
export function chartSummary(windows: readonly WindowSummary[], nowMs: number): string {
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) return t().chart.emptySummary;
  const above = windows.filter(({ status }) => status === 'above').length;
  const below = windows.filter(({ status }) => status === 'below').length;
  const largest = largestOf(windows);
  const span = spanText(first.startMs, last.endMs, nowMs);
  return t().chart.summary(windows.length, span, above, below, bytesText(largest));
}
