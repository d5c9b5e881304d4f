import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import type { WrittenInstant } from '../../common/effective-date.ts';
import { wholeNumber } from '../../settings/registry/kinds.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import { rangeIn } from '../instants-in-zone.ts';
import { inFolder } from '../open-folder.ts';
import { reportBlocks } from '../../common/report/report-blocks.ts';
import { htmlOf, markdownOf } from '../../common/report/report-forms.ts';
import { personsLanguage, helpText } from '../person-language.ts';
import { print } from '../run-output.ts';
import { reportedHosts } from '../../common/model/report.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { say } from '../../common/phrases/say.ts';

interface Flags {
  readonly dataDir: string;
  readonly period: string;
  readonly from?: WrittenInstant;
  readonly count: number;
  readonly format: 'markdown' | 'html';
}

/** `report`: a period in a page. */
export function reportVerb(program: Command, clock: Clock): void {
  program
    .command('report')
    .summary(helpText('verb.report'))
    .addOption(
      optionOf('periods.names', {
        help: say('help.in.report.period'),
        parse: (text) => parsePeriod(text).name,
        default: 'month',
      }),
    )
    .addOption(
      optionOf('shown.from', {
        help: say('help.in.report.at'),
        standard: say('standard.present'),
      }),
    )
    .addOption(
      optionOf('shown.count', {
        help: say('help.in.report.hosts'),
        parse: wholeNumber(0).parse,
        default: reportedHosts,
      }),
    )
    .addOption(
      optionOf('output.format', {
        help: say('help.in.report.format'),
        choices: ['markdown', 'html'],
        default: 'markdown',
      }),
    )
    .addOption(optionOf('run.dataDir'))
    .addOption(optionOf('output.verbose'))
    .action((flags: Flags) => report(flags, clock));
}

const report = ({ dataDir, period, from, count, format }: Flags, clock: Clock): Promise<void> =>
  inFolder(dataDir, clock, async (folder) => {
    const { fromMs: atMs = null } = await rangeIn(folder, { from });
    const found = await folder.reportRange({ period, atMs, hosts: count });
    const language = personsLanguage();
    const blocks = reportBlocks(found, language);
    print(format === 'html' ? htmlOf(blocks, language) : markdownOf(blocks));
  });
