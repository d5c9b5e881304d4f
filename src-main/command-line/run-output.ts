import { countText } from '../common/format.ts';
import type { AlertTransition, AlertNotification } from '../common/model/alerts.ts';
import type { PeriodSummary } from '../common/model/periods.ts';
import type { WindowDetail } from '../common/model/windows.ts';
import type { ReplaySummary } from '../engine/run/replay.ts';
import type { Text } from '../common/phrases/phrase.ts';
import { inPersonsLanguage } from './person-language.ts';
import { alertLine, periodLine, summaryLine, windowLine } from './json-lines.ts';
import { periodText } from './period-text.ts';
import type { OutputOptions } from './options.ts';
import { directionLines, formatTable, lossLines, pairLines, windowCells, windowHead } from './text.ts';
import { notificationText } from '../common/report/alert-prose.ts';

/** What `monitor` and `replay` print. */
export interface RunOutput {
  window(window: WindowDetail): void;
  period(period: PeriodSummary): void;
  alert(alert: AlertTransition): void;
  /** Tells what `alert` tells, and as text reminders and warnings, too. */
  notification(notification: AlertNotification): void;
  summary(summary: ReplaySummary): void;
}

/** Writes a line to standard output; a phrase, in the person's language. */
export const print = (line: Text): void => void process.stdout.write(`${inPersonsLanguage(line)}\n`);

/** Writes a line for the person to standard error, in the person's language. */
export const warn = (text: Text): void =>
  void process.stderr.write(`streamchecker: ${inPersonsLanguage(text).replaceAll('\n', ' ')}\n`);

/** Output in the wanted form. */
export const runOutput = ({ format }: Pick<OutputOptions, 'format'>): RunOutput =>
  format === 'json' ? jsonOutput : textOutput();

const jsonOutput: RunOutput = {
  window: (window) => print(JSON.stringify(windowLine(window))),
  period: (period) => print(JSON.stringify(periodLine(period))),
  alert: (alert) => print(JSON.stringify(alertLine(alert))),
  notification({ kind, ...facts }) {
    if (kind === 'firing' || kind === 'resolved') print(JSON.stringify(alertLine({ ...facts, state: kind })));
  },
  summary: (summary) => print(JSON.stringify(summaryLine(summary))),
};

function textOutput(): RunOutput {
  let headed = false;
  return {
    window(window) {
      // Widths that hold most windows: rows are printed as they come.
      const widths = [30, 17, 13, 9, 17, 17, 24, 0];
      const pad = (cells: readonly string[]): string =>
        cells
          .map((cell, i) => (i === 0 || i >= 6 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
          .join('  ')
          .trimEnd();
      if (!headed) print(pad(windowHead));
      headed = true;
      print(pad(windowCells(window)));
      for (const line of [...lossLines(window), ...directionLines(window), ...pairLines(window)]) print(line);
    },
    period: (period) => print(periodText(period)),
    alert: (alert) => print(notificationText(alert.state, alert)),
    notification: (notification) => print(notificationText(notification.kind, notification)),
    summary: (summary) => {
      print(`\n${summaryText(summary)}`);
      if (summary.interfaces.length > 1) print(`\n${interfacesText(summary)}`);
    },
  };
}

/** Counters of a run, a line each. */
export const summaryText = (summary: ReplaySummary): string =>
  formatTable([
    ['records', countText(summary.records)],
    ['  IP', countText(summary.ip)],
    ['  not IP', countText(summary.nonIp)],
    ['  malformed', countText(summary.malformed)],
    ['  link type not supported', countText(summary.unsupportedLink)],
    ...(isLive(summary) ? [['received by the kernel', known(summary, summary.kernelReceived)]] : []),
    ['dropped by the kernel', known(summary, summary.kernelDropped)],
    ['dropped by the interface', known(summary, summary.interfaceDropped)],
    ['dropped in the queue', countText(summary.queueDropped)],
    ['late', countText(summary.late)],
    ['dead letters', countText(summary.deadLetters)],
  ]);

/** A file's packets were received elsewhere. */
const isLive = ({ kernelReceived, countsDrops }: ReplaySummary): boolean =>
  kernelReceived > 0 || !countsDrops;

const known = ({ countsDrops }: ReplaySummary, count: number): string =>
  countsDrops ? countText(count) : 'unknown';

/** The counters of each interface or file, a row each. */
const interfacesText = (summary: ReplaySummary): string =>
  formatTable([
    [
      ...['', 'records', 'IP', 'not IP', 'malformed', 'not supported'],
      ...(isLive(summary) ? ['received'] : []),
      ...['kernel dropped', 'interface dropped', 'queue dropped'],
    ],
    ...summary.interfaces.map((one) => [
      one.name,
      countText(one.records),
      countText(one.ip),
      countText(one.nonIp),
      countText(one.malformed),
      countText(one.unsupportedLink),
      ...(isLive(summary) ? [known(summary, one.kernelReceived)] : []),
      known(summary, one.kernelDropped),
      known(summary, one.interfaceDropped),
      countText(one.queueDropped),
    ]),
  ]);
