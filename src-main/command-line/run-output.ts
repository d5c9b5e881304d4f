import { countText } from '../common/format.ts';
import type { AlertTransition, AlertNotification } from '../common/model/alerts.ts';
import type { PeriodSummary } from '../common/model/periods.ts';
import type { WindowDetail } from '../common/model/windows.ts';
import { type PhraseKey, say } from '../common/phrases/say.ts';
import type { ReplaySummary } from '../engine/run/replay.ts';
import type { Text } from '../common/phrases/phrase.ts';
import { inPersonsLanguage } from './person-language.ts';
import { alertLine, periodLine, summaryLine, windowLine } from './json-lines.ts';
import { periodText } from './period-text.ts';
import type { OutputOptions } from './options.ts';
import { directionLines, formatTable, heads, lossLines, pairLines, windowCells, windowHead } from './text.ts';
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
export const runOutput = ({ format, timeZone }: Pick<OutputOptions, 'format' | 'timeZone'>): RunOutput =>
  format === 'json' ? jsonOutput : textOutput(timeZone);

const jsonOutput: RunOutput = {
  window: (window) => print(JSON.stringify(windowLine(window))),
  period: (period) => print(JSON.stringify(periodLine(period))),
  alert: (alert) => print(JSON.stringify(alertLine(alert))),
  notification({ kind, ...facts }) {
    if (kind === 'firing' || kind === 'resolved') print(JSON.stringify(alertLine({ ...facts, state: kind })));
  },
  summary: (summary) => print(JSON.stringify(summaryLine(summary))),
};

function textOutput(timeZone: string | undefined): RunOutput {
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
      if (!headed) print(pad(windowHead()));
      headed = true;
      print(pad(windowCells(window, [], timeZone)));
      for (const line of [...lossLines(window), ...directionLines(window), ...pairLines(window)]) print(line);
    },
    period: (period) => print(periodText(period)),
    alert: (alert) => print(notificationText(alert.state, alert, timeZone)),
    notification: (notification) => print(notificationText(notification.kind, notification, timeZone)),
    summary: (summary) => {
      print(`\n${summaryText(summary)}`);
      if (summary.interfaces.length > 1) print(`\n${interfacesText(summary)}`);
    },
  };
}

/** Counters of a run, a line each. */
export const summaryText = (summary: ReplaySummary): string =>
  formatTable([
    counter('records', countText(summary.records)),
    counter('ip', countText(summary.ip)),
    counter('nonIp', countText(summary.nonIp)),
    counter('malformed', countText(summary.malformed)),
    counter('unsupportedLink', countText(summary.unsupportedLink)),
    ...(isLive(summary) ? [counter('kernelReceived', known(summary, summary.kernelReceived))] : []),
    counter('kernelDropped', known(summary, summary.kernelDropped)),
    counter('interfaceDropped', known(summary, summary.interfaceDropped)),
    counter('queueDropped', countText(summary.queueDropped)),
    counter('late', countText(summary.late)),
    counter('deadLetters', countText(summary.deadLetters)),
  ]);

type Counter = { [Key in PhraseKey]: Key extends `run.${infer Name}` ? Name : never }[PhraseKey];

const counter = (name: Counter, count: string): [string, string] => [
  inPersonsLanguage(say(`run.${name}`)),
  count,
];

/** A file's packets were received elsewhere. */
const isLive = ({ kernelReceived, countsDrops }: ReplaySummary): boolean =>
  kernelReceived > 0 || !countsDrops;

const known = ({ countsDrops }: ReplaySummary, count: number): string =>
  countsDrops ? countText(count) : inPersonsLanguage(say('cell.unknown'));

/** The counters of each interface or file, a row each. */
const interfacesText = (summary: ReplaySummary): string =>
  formatTable([
    [
      ...heads('', 'records', 'ip', 'notIp', 'malformed', 'notSupported'),
      ...(isLive(summary) ? heads('received') : []),
      ...heads('kernelDropped', 'interfaceDropped', 'queueDropped'),
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
