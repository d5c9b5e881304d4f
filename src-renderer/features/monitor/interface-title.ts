import type { CaptureTotals } from '../../../src-main/common/model/capture.ts';
import { countText } from '../../format.ts';
import { t } from '../../texts/texts.ts';

/** An interface's counters in one line each, for its tooltip. */
export function interfaceTitle(totals: CaptureTotals & { readonly name: string }): string {
  const words = t().capture;
  const lines = [
    [words.records, totals.records],
    [words.ip, totals.ip],
    [words.nonIp, totals.nonIp],
    [words.malformed, totals.malformed],
    [words.unsupportedLink, totals.unsupportedLink],
    [words.received, totals.kernelReceived],
    [words.kernelDropped, totals.kernelDropped],
    [words.interfaceDropped, totals.interfaceDropped],
    [words.queueDropped, totals.queueDropped],
  ] as const;
  return [totals.name, ...lines.map(([name, count]) => t().labelled(name, countText(count)))].join('\n');
}
