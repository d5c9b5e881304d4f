import type { BenchReport } from './bench.ts';
import { byBench, markdownTable, rowsOf } from './results-table.ts';

const heading = `# Benchmarks

Each section holds the last full run of one benchmark, written by the command that it names; don't edit it. Ratios (×)
are to the first contender of a table, by medians; then medians with the least and the most of all runs.
`;

/** The page `docs/benchmarks.md` with the last full run of a benchmark in the place of the one before. */
export function document(
  page: string,
  name: string,
  report: BenchReport,
  facts: readonly (readonly [string, string])[],
  day: string,
): string {
  const [, ...sections] = page.split(/^(?=## )/m);
  const own = section(name, report, facts, day);
  const isOwn = (text: string): boolean => text.startsWith(`## ${name}\n`);
  const all = sections.some(isOwn) ? sections.map((text) => (isOwn(text) ? own : text)) : [...sections, own];
  return [heading, ...all].map((text) => `${text.trimEnd()}\n`).join('\n');
}

function section(
  name: string,
  { measurements, notes, targets }: BenchReport,
  facts: readonly (readonly [string, string])[],
  day: string,
): string {
  const tables = [...byBench(measurements)].map(
    ([bench, own]) => `### ${bench}\n\n${markdownTable(rowsOf(own))}`,
  );
  const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
  return `## ${name}

\`npm run bench -- ${name} --write\` on ${day}, ${measurements[0]?.runs ?? 0} runs.

${list(facts.map(([fact, value]) => `${fact}: ${value}`))}

${list(notes)}

${tables.join('\n\n')}

### To reach (${name})

${list(targets)}
`;
}
