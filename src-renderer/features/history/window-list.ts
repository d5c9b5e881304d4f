import type { WindowSummary } from '../../../src-main/common/model/windows.ts';

/**
 * The list (by start, ascending) with newer reports in it. Of two reports of one window the closed one counts, then
 * the one with the greater revision, then the newer.
 */
export function mergeWindows(
  windows: readonly WindowSummary[],
  reports: readonly WindowSummary[],
): readonly WindowSummary[] {
  const byStart = new Map(windows.map((window) => [window.startMs, window]));
  for (const report of reports) {
    const known = byStart.get(report.startMs);
    if (known === undefined || !isOlder(report, known)) byStart.set(report.startMs, report);
  }
  return [...byStart.values()].sort((a, b) => a.startMs - b.startMs);
}

function isOlder(report: WindowSummary, known: WindowSummary): boolean {
  if (report.closed !== known.closed) return known.closed;
  return report.revision < known.revision;
}
