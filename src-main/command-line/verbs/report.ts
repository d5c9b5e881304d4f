import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import { wholeNumber } from '../../settings/registry/kinds.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import { readFolder } from '../open-folder.ts';
import { reportBlocks } from '../report-blocks.ts';
import { htmlOf, markdownOf } from '../report-forms.ts';
import { print } from '../run-output.ts';
import { reportedHosts } from '../../common/model/report.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { epochMs } from '../../common/units.ts';
import { reportOf } from '../../engine/history/range-report.ts';

interface Flags {
  readonly dataDir: string;
  readonly period: string;
  readonly from?: number;
  readonly count: number;
  readonly format: 'markdown' | 'html';
}

/** `report`: a period in a page. */
export function reportVerb(program: Command, clock: Clock): void {
  program
    .command('report')
    .summary(
      'sum up a day, a week, a month or another period: totals, quotas, hosts, alerts, what is missing',
    )
    .addOption(
      optionOf('periods.names', {
        help: 'the period',
        parse: (text) => parsePeriod(text).name,
        default: 'month',
      }),
    )
    .addOption(
      optionOf('shown.from', {
        help: 'the period that holds it',
        standard: 'the present one',
      }),
    )
    .addOption(
      optionOf('shown.count', {
        help: 'maximum number of hosts',
        parse: wholeNumber(0).parse,
        default: reportedHosts,
      }),
    )
    .addOption(
      optionOf('output.format', {
        help: 'how it is written',
        choices: ['markdown', 'html'],
        default: 'markdown',
      }),
    )
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.verbose'))
    .action((flags: Flags) => report(flags, clock));
}

async function report({ dataDir, period, from, count, format }: Flags, clock: Clock): Promise<void> {
  const folder = readFolder(dataDir);
  try {
    const series = folder?.series.newest();
    if (!folder || !series)
      throw new MonitorError('request/invalid', `Nothing is stored in ${dataDir} yet`, {
        remedy: 'start monitor on it, or replay a capture file into it',
      });
    const now = clock.now();
    const request = { period, at: epochMs(from ?? now), now, hosts: count };
    const blocks = reportBlocks(await reportOf(folder, series, request, clock));
    print(format === 'html' ? htmlOf(blocks) : markdownOf(blocks));
  } finally {
    folder?.dispose();
  }
}
