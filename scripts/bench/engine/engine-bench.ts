import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Measurement, summarise } from '../measurement.ts';
import { agents } from './agents.ts';
import type { Subject } from './contender.ts';
import { engineTargets } from './engine-targets.ts';
import { firing } from './firing.ts';
import { late } from './late.ts';
import { hostHistory, hostSearch } from './hosts.ts';
import { lifting } from './lifting.ts';
import { monitored } from './monitored.ts';
import { mutes } from './mutes.ts';
import { type Much, statusBytes } from './status-size.ts';
import { exported, folderSize, range } from './stored-history.ts';
import { written } from './written.ts';

/** What an organisation may have, and more. */
const subjects: readonly Subject[] = [
  firing(10_000),
  mutes(1_000, 1_000),
  agents(10, 10_000),
  lifting(250_000, 10_000),
  range(105_000, 2_100_000),
  late(1_000, 250_000),
];

const statuses: readonly (readonly [string, Much])[] = [
  ['nothing fires', { alerts: 0, interfaces: 1 }],
  ['10,000 firing', { alerts: 10_000, interfaces: 1 }],
  ['5,000 interfaces came and went', { alerts: 0, interfaces: 5_000 }],
];

/** What the engine's steps cost beside alerts, mutes, agents and pairs that they have nothing to do with. */
export async function engineBench(options: BenchOptions): Promise<BenchReport> {
  const measurements: Measurement[] = [];
  for (const subject of subjects) measurements.push(...(await compare(subject, options)));
  for (const [name, much] of statuses)
    measurements.push(
      ...summarise('engine/status', name, { size: 'KiB' }, [{ size: (await statusBytes(much)) / 1024 }]),
    );
  measurements.push(...(await written(options.say)));
  measurements.push(...(await monitored({ ...options, runs: Math.min(options.runs, 3) })));
  measurements.push(...(await exported(1_000_000)));
  measurements.push(...(await hostSearch(1_000_000, options.runs)));
  measurements.push(...(await hostHistory(3_000, Math.min(options.runs, 3))));
  for (const pairs of [1_000, 50_000]) measurements.push(...(await folderSize(pairs, options.hasPeers)));
  return { measurements, notes, targets: engineTargets(measurements).map(({ text }) => text) };
}

/** Runs contenders in turn; each step is a bench of its own. */
export async function compare(
  subject: Subject,
  { runs, say }: Pick<BenchOptions, 'runs' | 'say'>,
): Promise<Measurement[]> {
  const contenders = await subject.open();
  try {
    const all = contenders.map(() => [] as Readonly<Record<string, number>>[]);
    for (const contender of contenders) await contender.run(); // once for the compiler
    for (let i = 1; i <= runs; i += 1) {
      say(`${subject.name}: run ${i} of ${runs}`);
      for (const [at, contender] of contenders.entries()) all[at]!.push(await contender.run());
    }
    const steps = Object.keys(all[0]![0]!);
    return steps.flatMap((step) =>
      contenders.flatMap(({ name }, at) =>
        summarise(
          `engine/${subject.name}/${step}`,
          name,
          { cpu: 'µs' },
          all[at]!.map((figures) => ({ cpu: figures[step]! })),
        ),
      ),
    );
  } finally {
    for (const contender of contenders) contender.dispose();
  }
}

const notes = [
  'CPU time of the whole process, its garbage collector included; the parts are those of the engine, on a data folder ' +
    'of its own in SQLite. Contenders run in turn.',
  'Firing: a batch of one record whose host has no limit, summed; a tick; the commit after one record. The alerts are ' +
    'those of limits on other hosts.',
  'Mutes: what is done each second for 1,000 alerts that are firing, beside mutes of other hosts.',
  'Agents: a batch of one record, and the commit after it, where so many agents have ever published.',
  'Lifting: `sum` adds 250,000 pairs to a window; then limits are taken away whose alerts are firing: the `change` of ' +
    'the limits, and the `end` of the window, stored.',
  'Late: one record, summed and stored, beside 10,000 limits on hosts, in one of 20 windows that have closed, the middle ' +
    'of 40: the `first` of a window since others were corrected, and one of a window that is in memory (`record`).',
  'Monitor: the whole pipeline from the command line, on a link of its own; CPU time of all its processes by packet, from ' +
    'the first one to its end, start-up not counted. `stall` is the longest time for which the thread that sums did one ' +
    'thing; `untold` is what was sent and neither summed nor counted as lost.',
  'Written: what log and checkpoints write, as a multiple of the bytes of the records taken in (24 for IPv4, 48 for ' +
    'IPv6), and the CPU time of a record; each pair has one a second, hosts and counts are random.',
  'History: sums of 3,650 days and of their months, a list of 1,000 windows, and the look of retention where nothing is ' +
    'too old, beside this many windows of five minutes. Export: the largest memory of `windows export`. Folder: what it ' +
    'takes after 90 days, by what two hours of this many active pairs take, a tenth of which are others in each window. It ' +
    'keeps totals, verdicts and alerts, the pairs of each window for 7 days and those of each hour for 90. With --peers ' +
    'beside it: vnStat keeps totals of the interface (5 minutes for 2 days, hours for 4, days for 62), and no addresses; ' +
    'nfcapd, told one flow for each pair of a window, keeps each with its ports and times for 90 days, and no totals; ' +
    '-j is its smallest way to compress.',
  'Hosts: the sums of a host by day over 90 days, the same with its peers, and a host that is seen now and then, from ' +
    'the pairs alone and with the hosts listed; what listing them takes, and what lists and pairs take on disk. Search: ' +
    'the 50 largest of all hosts that were ever seen, half of them IPv6, by nothing, a part of an address, a network, an ' +
    'address, and a name that no address has.',
  'Status: the event that is sent to the window each second, as JSON.',
];
