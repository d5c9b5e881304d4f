import type { CaptureTotals } from '../../../src-main/common/model.ts';
import { countText } from '../../format.ts';

/** An interface's counters in one line each, for its tooltip. */
export function interfaceTitle(totals: CaptureTotals & { readonly name: string }): string {
  const lines = [
    ['packets', totals.records],
    ['IP', totals.ip],
    ['not IP', totals.nonIp],
    ['malformed', totals.malformed],
    ['unsupported link', totals.unsupportedLink],
    ['dropped by kernel', totals.kernelDropped],
    ['dropped by interface', totals.interfaceDropped],
  ] as const;
  return [totals.name, ...lines.map(([name, count]) => `${countText(count)} ${name}`)].join('\n');
}
