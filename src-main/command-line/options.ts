import { paneMsOf, type WindowShape } from '../engine/windows/window-clock.ts';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { formatDuration, parseDuration } from '../common/duration.ts';
import { MonitorError } from '../common/errors.ts';
import { parsePeriod } from '../common/periods/period.ts';
import { parseTimeZone } from '../common/periods/time-zone.ts';
import { durationMs } from '../common/units.ts';
import { defaultDataDir } from '../engine/store/data-dir.ts';
import type { LimitsRefresh } from '../common/model/limits.ts';
import { networksIn, resolveGroups } from '../common/network-groups.ts';
import { captureEngines, type CheckSettings, type ReplaySettings } from '../engine/run/settings.ts';
import { checked } from './checked.ts';
import {
  type NetworkOptions,
  networkOrGroup,
  networkSettings,
  withNetworkOptions,
} from './network-options.ts';

/** How results are written. */
export type Format = 'table' | 'json';

/** Options that choose what is summed. */
export interface CheckOptions extends NetworkOptions {
  readonly filter: string;
  readonly source?: readonly string[];
  readonly destination?: readonly string[];
  readonly window: number;
  readonly slide?: number;
  readonly lateness: number;
  readonly interval: number;
  readonly limits?: string;
  readonly period?: readonly string[];
  readonly timeZone?: string;
  readonly alertFor: number;
  readonly alertClear: number;
}

/** Options that choose what is printed. */
export interface OutputOptions {
  readonly pairs: number;
  readonly directions?: boolean;
  readonly format: Format;
  readonly failOnBreach?: boolean;
  readonly verbose?: boolean;
}

export const duration = checked((text) => parseDuration(text));
/** The longest that a timer can wait. */
const longestRunMs = 2 ** 31 - 1;
const runTime = checked((text) => {
  const value = parseDuration(text);
  if (value <= longestRunMs) return value;
  throw new MonitorError('settings/invalid', `"${text}" is longer than a run can be timed`, {
    remedy: 'say at most 24d, or leave it out and end the run yourself',
  });
});
/** A length of time, which may be none. */
export const durationOrZero = checked((text) => parseDuration(text, 0));
/** A repeated option: each value is added. The default array is replaced by the first one. */
const collect =
  (parse: (text: string) => string) =>
  (text: string, before: readonly string[] | undefined): string[] => [...(before ?? []), parse(text)];

/**
 * Reads when limits are read again: `continuous`, `manual` or a period.
 *
 * @throws MonitorError `settings/invalid`
 */
export function parseRefresh(text: string): LimitsRefresh {
  if (text === 'continuous' || text === 'manual') return { mode: text };
  return { mode: 'every', periodMs: parseDuration(text) };
}

const refresh = checked(parseRefresh);

/** A whole number from `least` on. */
export const wholeNumber = (least: number): ((text: string) => number) =>
  checked((text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new MonitorError('settings/invalid', `"${text}" must be an integer of ${least} or more`);
  });

const pairs = (text: string): number => (text === 'all' ? Number.MAX_SAFE_INTEGER : wholeNumber(0)(text));

/** A folder's path, whole. */
export const folder = checked((text) => {
  if (text !== '') return resolve(text);
  throw new MonitorError('settings/invalid', 'an empty text names no folder');
});

export const dataDirOption = (): Option =>
  new Option('--data-dir <folder>', 'where windows, limits and alerts are kept')
    .argParser(folder)
    .default(defaultDataDir());

export const formatOption = (forms: readonly [string, ...string[]] = ['table', 'json']): Option =>
  new Option('--format <form>', 'how results are written').choices(forms).default(forms[0]);

export const pairsOption = (standard: number): Option =>
  new Option('--pairs <n>', 'largest pairs to print for each window, or all')
    .argParser(pairs)
    .default(standard);

export const directionsOption = (of: string): Option =>
  new Option('--directions', `tell of each ${of} how much went in, out, locally and past the home networks`);

export const verdictsOption = (): Option =>
  new Option(
    '--verdicts <n>',
    'limits by which each window was judged, breaches first, or all; its total alone without',
  ).argParser(pairs);

export const verboseOption = (): Option => new Option('--verbose', 'say more; errors with their stack');

export const filterOption = (): Option =>
  new Option('--filter <bpf>', 'capture only what this BPF filter matches').default('', 'none');

export const intervalOption = (): Option =>
  new Option('--interval <duration>', 'length of the intervals that the capture sums')
    .argParser(duration)
    .default(1_000, '1s');

export const interfaceOption = (): Option =>
  new Option('--interface <name>', 'capture on it; may be repeated (default: auto)').argParser(
    collect(String),
  );

/** What a mark can name. */
export const agentName = checked((text) => {
  if (text.length > 0 && text.length <= 256 && !/\p{Cc}/u.test(text)) return text;
  throw new MonitorError('settings/invalid', `"${text.slice(0, 40)}" is not a valid agent id`, {
    remedy: 'copy the id from: agents list --format json',
  });
});

export const expectAgentOption = (): Option =>
  new Option(
    '--expect-agent <agent>',
    'an agent that must be there in this run, beside those of agents expect; may be repeated',
  ).argParser(collect(agentName));

export const durationOption = (): Option =>
  new Option('--duration <duration>', 'end by itself after this long').argParser(runTime);

/** Adds the options of what is captured and summed. */
export const withCheckOptions = (command: Command): Command =>
  withWindowOptions(command.addOption(filterOption()));

/** Adds the options of what is summed. */
export const withWindowOptions = (command: Command): Command =>
  withNetworkOptions(command)
    .option('--source <cidr>', 'sum only these sources; may be repeated', collect(networkOrGroup))
    .option('--destination <cidr>', 'sum only these destinations; may be repeated', collect(networkOrGroup))
    .addOption(
      new Option('--window <duration>', 'length of the windows').argParser(duration).default(300_000, '5m'),
    )
    .option('--slide <duration>', 'distance between the starts of windows (default: their length)', duration)
    .addOption(
      new Option('--lateness <duration>', 'how long records are waited for')
        .argParser(durationOrZero)
        .default(10_000, '10s'),
    )
    .addOption(intervalOption())
    .addOption(
      periodsOption('sum by it, too, and print it: 1h, day, week, month, month@15 or year; may be repeated'),
    )
    .addOption(timeZoneOption())
    .option('--limits <source>', 'limits: a JSON or CSV file, or postgres://…');

/** Names of periods. */
export const periodsOption = (description: string): Option =>
  new Option('--period <period>', description).argParser(collect(periodName));

/** The name of a period, in its one form. */
const periodName = checked((text) => parsePeriod(text).name);

/** Whose calendar periods follow. */
export const timeZoneOption = (): Option =>
  new Option(
    '--time-zone <zone>',
    "time zone of days, weeks, months and years (default: the system's)",
  ).argParser(checked(parseTimeZone));

export const refreshOption = (): Option =>
  new Option('--refresh <mode>', 'when limits are read again: continuous, manual or a period')
    .argParser(refresh)
    .default({ mode: 'continuous' }, 'continuous');

export const promiscuousOption = (): Option =>
  new Option(
    '--promiscuous',
    'capture what is not addressed to this machine, too, as on a mirrored port',
  ).default(false);

export const captureEngineOption = (): Option =>
  new Option(
    '--capture-engine <name>',
    'what captures: the helper, the helper with sums in the kernel (ebpf), or the npm package cap',
  )
    .choices(captureEngines)
    .default(captureEngines[0]);

/** Adds the options of live traffic. */
export const withLiveOptions = (command: Command): Command =>
  command
    .addOption(interfaceOption())
    .addOption(refreshOption())
    .addOption(captureEngineOption())
    .addOption(promiscuousOption())
    .addOption(durationOption());

/** Adds the options of what is printed. */
export const withOutputOptions = (command: Command): Command =>
  command
    .addOption(pairsOption(10))
    .addOption(directionsOption('window'))
    .addOption(formatOption())
    .option('--fail-on-breach', 'exit with status 3 if a limit was breached')
    .addOption(verboseOption());

/**
 * The settings of what is summed.
 *
 * @throws MonitorError `settings/invalid` where windows don't begin and end with intervals
 */
export function checkSettings(options: CheckOptions): CheckSettings & Pick<ReplaySettings, 'networks'> {
  const { window: windowMs, interval: intervalMs, lateness: latenessMs, filter } = options;
  const slideMs = options.slide ?? windowMs;
  if (slideMs > windowMs) {
    throw invalid(
      `--slide ${text(slideMs)} is longer than --window ${text(windowMs)}`,
      'traffic would be left out',
    );
  }
  for (const [name, value] of [
    ['--window', windowMs],
    ['--slide', slideMs],
  ] as const) {
    if (value % intervalMs === 0) continue;
    throw invalid(
      `${name} ${text(value)} is not a multiple of --interval ${text(intervalMs)}`,
      'change one of them',
    );
  }
  requireFewPanes({ sizeMs: windowMs, slideMs });
  const { source = [], destination = [], period, timeZone } = options;
  const networks = networkSettings(options);
  const groups = resolveGroups(networks.groups);
  const rules = { forWindows: options.alertFor, clearPercent: options.alertClear };
  return {
    windowMs,
    slideMs,
    latenessMs,
    intervalMs,
    filter,
    sources: networksIn(source, groups, '--source names'),
    destinations: networksIn(destination, groups, '--destination names'),
    networks,
    rules,
    ...(period !== undefined && { periods: period }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

/** Windows that hold an instant, and panes of which a window is the sum: more would cost more than they tell. */
const mostWindows = 1_000;
const mostPanes = 10_000;

function requireFewPanes(shape: WindowShape): void {
  const [size, slide] = [text(shape.sizeMs), text(shape.slideMs)];
  if (shape.sizeMs / shape.slideMs > mostWindows)
    throw invalid(
      `--slide ${slide} lets more than ${mostWindows} windows of ${size} overlap`,
      `use --slide ${text(Math.ceil(shape.sizeMs / mostWindows / 1_000) * 1_000)} or longer`,
    );
  if (shape.sizeMs / paneMsOf(shape) > mostPanes)
    throw invalid(
      `windows of ${size} every ${slide} are sums of more than ${mostPanes} parts`,
      'choose a --slide that divides --window',
    );
}

const text = (ms: number): string => formatDuration(durationMs(ms));

const invalid = (message: string, remedy: string): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });
