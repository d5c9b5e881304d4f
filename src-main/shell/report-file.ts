import type { Clock } from '../common/clock.ts';
import { type RangeReport, reportedHosts } from '../common/model/report.ts';
import type { Language } from '../common/language.ts';
import type { MonitorApi } from '../common/contract/monitor.ts';
import type { ShellApi } from '../common/contract/shell.ts';
import type { SaveRequest } from './dialogs.ts';

type Wanted = Parameters<ShellApi['saveReport']>[0];

/**
 * Makes the file of a report, with what the terminal's `report` says, in the person's language.
 *
 * @throws MonitorError what the engine rejects with, or `internal` where it can't be printed
 */
export async function reportFile(
  { period, atMs, form }: Wanted,
  engine: Pick<MonitorApi, 'reportRange'>,
  { clock, language }: { readonly clock: Clock; readonly language: Language },
): Promise<SaveRequest> {
  const report = await engine.reportRange({ period, atMs, hosts: reportedHosts });
  // What is seldom wanted is loaded when it is.
  const { reportBlocks } = await import('../common/report/report-blocks.ts');
  const { htmlOf, markdownOf } = await import('../common/report/report-forms.ts');
  const blocks = reportBlocks(report, language);
  const name = `streamchecker-${nameOf(report)}`;
  if (form === 'markdown')
    return { name: `${name}.md`, content: `${markdownOf(blocks)}\n`, encoding: 'utf8' };
  const html = `${htmlOf(blocks, language)}\n`;
  if (form === 'html') return { name: `${name}.html`, content: html, encoding: 'utf8' };
  const { printPdf } = await import('./pdf-printer.ts');
  const pdf = await printPdf(html, clock);
  return { name: `${name}.pdf`, content: pdf.toString('base64'), encoding: 'base64' };
}

/** The period and the day on which it begins, as a part of a file's name: `month-2026-01-01`. */
function nameOf({ period, span, timeZone }: RangeReport): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(span.startMs);
  return `${period.replaceAll(/[^\w]+/g, '-')}-${day}`;
}
