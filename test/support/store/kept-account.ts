import Database from 'better-sqlite3';
import type { WindowLine } from '../../../src-main/command-line/json-lines.ts';
import { type AlertLine, runCli } from '../process/command-line.ts';
import type { Burst } from '../packets/known-traffic.ts';

/** Between a packet's passing and its time lies less than this. */
const timerMs = 20;

type PeriodLine = Omit<WindowLine, 'type'> & { readonly type: 'period'; readonly period: string };

interface Span {
  readonly start: string;
  readonly end: string;
}

type EpisodeLine = AlertLine & {
  readonly limit: { readonly period?: string };
  readonly began: Span;
  readonly ended: Span;
  readonly windows: number;
};

/** An alert as receivers are told of it. */
export interface AlertMessage {
  readonly type: string;
  readonly id: string;
  readonly state: string;
  readonly sequence: number;
}

/** A limit as a file has it. */
export interface LimitRow {
  readonly limit_value: number;
  readonly period?: string;
}

/** What a data folder says of the traffic, held against what is true, and against itself. */
export class Account {
  readonly windows: readonly WindowLine[];
  readonly #periods: readonly PeriodLine[];
  readonly #alerts: readonly EpisodeLine[];
  /** What the database finds wrong with itself. */
  readonly damage: readonly unknown[];

  private constructor(parts: {
    windows: readonly WindowLine[];
    periods: readonly PeriodLine[];
    alerts: readonly EpisodeLine[];
    damage: readonly unknown[];
  }) {
    this.windows = parts.windows;
    this.#periods = parts.periods;
    this.#alerts = parts.alerts;
    this.damage = parts.damage;
  }

  /** Reads a data folder by the command line, as people do. */
  static async of(dataDir: string): Promise<Account> {
    const read = async <Line>(...args: string[]): Promise<Line[]> => {
      const { status, lines, errors } = await runCli(...args, '--data-dir', dataDir, '--format', 'json');
      if (status !== 0) throw new Error(errors);
      return lines.map((line) => JSON.parse(line) as Line);
    };
    return new Account({
      windows: await read<WindowLine>('windows', 'export'),
      periods: await read<PeriodLine>('periods', 'list', '--count', '1000000'),
      alerts: await read<EpisodeLine>('alerts', 'list', '--count', '1000000'),
      damage: damageOf(dataDir),
    });
  }

  /** How many windows have traffic, and all of it. */
  get exactWindows(): number {
    return this.windows.filter(({ exact, packets }) => exact && packets > 0).length;
  }

  /**
   * Windows that hold more than was sent, or less than what was sent while nothing is said to be lacking; one that calls
   * itself exact holds all. And what was sent and has no window, though a monitor ran all the time.
   *
   * @param ran whether a monitor ran at an instant, and long enough before and after it
   */
  faultyWindows(sent: readonly Burst[], ran: (ms: number) => boolean): unknown[] {
    const byWindow = Map.groupBy(sent, ({ beginMs }) => this.#windowAt(beginMs));
    // Of a packet whose sender was held up it is known only that it is in one of two windows.
    const straddling = Map.groupBy(sent.filter(isStraddling), ({ endMs }) => this.#windowAt(endMs));
    const missed = (byWindow.get(undefined) ?? []).filter(({ beginMs }) => ran(beginMs));
    const missing = [...new Set(missed.map(({ beginMs }) => new Date(secondOf(beginMs)).toISOString()))];
    const faulty = this.windows.flatMap((window) => {
      const bursts = byWindow.get(window) ?? [];
      const all = sumOf([...bursts, ...(straddling.get(window) ?? [])]);
      const own = bursts.filter((burst) => !isStraddling(burst));
      const surely = sumOf(own.filter((burst) => !isLacking(window, burst)));
      const isRight =
        isAtMost(window, all) && isAtMost(surely, window) && (!window.exact || isAtMost(sumOf(own), window));
      return isRight ? [] : [{ fault: 'wrong sum', all, surely, ...inBrief(window) }];
    });
    return [...missing.map((start) => ({ fault: 'no window', start })), ...faulty];
  }

  #windowAt(ms: number): WindowLine | undefined {
    this.#byStart ??= new Map(this.windows.map((window) => [Date.parse(window.start), window]));
    return this.#byStart.get(secondOf(ms));
  }
  #byStart: Map<number, WindowLine> | undefined;

  /** Periods that are not the sum of their windows; and those that call themselves exact, and don't hold all that was sent. */
  faultyPeriods(sent: readonly Burst[]): unknown[] {
    return this.#periods.flatMap((period) => {
      const windows = this.windows.filter((window) => isWithin(window, period));
      const sum = sumOf(windows);
      const isRight = isAtMost(sum, period) && isAtMost(period, sum);
      if (isRight && !period.exact) return [];
      const [fromMs, toMs] = [Date.parse(period.start), Date.parse(period.end)];
      const all = sumOf(sent.filter(({ beginMs, endMs }) => fromMs <= beginMs && endMs < toMs));
      return isRight && isAtMost(all, sum) ? [] : [{ sum, all, ...inBrief(period) }];
    });
  }

  /**
   * What is above a limit and in no alert, or in two; and alerts that begin or end with something else, or have another
   * peak or number of windows than what is above the limit in them. What is within the limit may lie between: it ends an
   * alert only if it was known before the next breach was.
   */
  faultyAlerts(limits: readonly LimitRow[]): unknown[] {
    return limits.flatMap(({ limit_value, period }) => {
      const all = period ? this.#periods.filter((one) => one.period === period) : this.windows;
      const alerts = this.#alerts.filter(({ limit }) => limit.period === period);
      const above = all.filter(({ bytes }) => bytes > limit_value);
      const inAlerts = (one: Span): EpisodeLine[] => alerts.filter((alert) => isInEpisode(one, alert));
      const untold = above.filter((one) => inAlerts(one).length !== 1).map(inBrief);
      const wrong = alerts.filter((alert) => {
        const parts = above.filter((one) => isInEpisode(one, alert));
        const peak = Math.max(...parts.map(({ bytes }) => bytes));
        const hasEnds = parts.at(0)?.start === alert.began.start && parts.at(-1)?.end === alert.ended.end;
        return !hasEnds || parts.length !== alert.windows || peak !== alert.observed;
      });
      return [...untold, ...wrong, ...(above.length === 0 ? ['nothing is above the limit'] : [])];
    });
  }

  /** Alerts of which the beginning or the end nobody was told, or twice as two; and messages about alerts that there are not. */
  faultyMessages(messages: readonly AlertMessage[]): unknown[] {
    const byId = Map.groupBy(messages, ({ id }) => id);
    const unknown = messages.filter(({ id }) => !this.#alerts.some((alert) => alert.id === id));
    const wrong = this.#alerts.flatMap(({ id, state }) => {
      const of = (kind: string): number =>
        new Set(byId.get(id)?.flatMap((told) => (told.state === kind ? [told.sequence] : []))).size;
      const isRight = of('firing') === 1 && of('resolved') === (state === 'resolved' ? 1 : 0);
      return isRight ? [] : [{ id, state, firing: of('firing'), resolved: of('resolved') }];
    });
    return [...unknown, ...wrong];
  }
}

function damageOf(dataDir: string): unknown[] {
  const database = new Database(`${dataDir}/streamchecker.db`);
  const [integrity, foreignKeys] = ['integrity_check', 'foreign_key_check'].map(
    (name) => database.pragma(name) as unknown[],
  );
  database.close();
  return [...integrity!.filter((row) => JSON.stringify(row) !== '{"integrity_check":"ok"}'), ...foreignKeys!];
}

const secondOf = (ms: number): number => Math.floor(ms / 1_000) * 1_000;

/** Whether a packet was held up over the turn of a second. */
const isStraddling = ({ beginMs, endMs }: Burst): boolean => secondOf(beginMs) !== secondOf(endMs);

/** Whether something is said to be lacking while a burst was sent. */
const isLacking = ({ lacks }: WindowLine, { beginMs, endMs }: Burst): boolean =>
  lacks.some(({ from, to, reason }) => {
    if (reason === 'not-over') return false;
    if (from === undefined || to === undefined) return true;
    return Date.parse(from) - timerMs < endMs && beginMs < Date.parse(to) + timerMs;
  });

const sumOf = (parts: readonly { packets: number; bytes: number }[]): { packets: number; bytes: number } => ({
  packets: parts.reduce((sum, { packets }) => sum + packets, 0),
  bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
});

type Counts = ReturnType<typeof sumOf>;

const isAtMost = (a: Counts, b: Counts): boolean => a.packets <= b.packets && a.bytes <= b.bytes;

const isWithin = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end;

const isInEpisode = (one: Span, { began, ended }: EpisodeLine): boolean =>
  one.start >= began.start && one.end <= ended.end;

const inBrief = ({ start, packets, bytes, exact, lacks }: WindowLine | PeriodLine): object => ({
  ...{ start, packets, bytes, exact, lacks: JSON.stringify(lacks) },
});
