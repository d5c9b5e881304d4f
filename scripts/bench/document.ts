import type { BenchReport } from './bench.ts';
import { byBench, markdownTable, rowsOf } from './results-table.ts';

/** The last full run, as `docs/benchmarks.md` shows it. */
export function document(
  name: string,
  report: BenchReport,
  facts: readonly (readonly [string, string])[],
  day: string,
): string {
  const tables = [...byBench(report.measurements)].map(
    ([bench, measurements]) => `### ${bench}\n\n${markdownTable(rowsOf(measurements))}`,
  );
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
  return `# Benchmarks

Written by \`npm run bench -- ${name} --write\` on ${day}; don't edit it. Ratios (×) are to the first contender of a
table, by medians; then medians with the least and the most of ${report.measurements[0]?.runs ?? 0} runs. The contenders ran in turn.

## Machine

${list(facts.map(([fact, value]) => `${fact}: ${value}`))}

## ${name}

${list(report.notes)}

${tables.join('\n\n')}

### To reach

Of the helper; one figure for each number of pairs.

${list(report.targets)}
`;
}
