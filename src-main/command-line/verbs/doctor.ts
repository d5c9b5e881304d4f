import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { type ErrorData, MonitorError } from '../../common/errors.ts';
import { bytesText, plural } from '../../common/format.ts';
import { inEnglish } from '../../common/phrases/say.ts';
import type { HistoryTier } from '../../common/space.ts';
import { grantOf, permissionFacts, restrictionsOf } from '../../engine/capture/capture-permission.ts';
import { helperProgram } from '../../engine/capture/capture-program.ts';
import { findHelper } from '../../engine/capture/helper-path.ts';
import { HelperSource } from '../../engine/capture/helper-source.ts';
import { capProgram } from '../../engine/capture/cap-source.ts';
import { listInterfaces, resolveInterfaces } from '../../engine/capture/interfaces.ts';
import { type ExitStatus, statuses } from '../exit-status.ts';
import { dataDirOf } from '../../settings/engine-settings.ts';
import { kafkaSettings } from '../../settings/kafka-settings.ts';
import type { Values } from '../../settings/registry/index.ts';
import { resolveOptions } from '../../settings/resolve.ts';
import { givenValues, withRunOptions } from '../../settings/sources/command-line.ts';
import { runValues } from '../run-values.ts';
import { print } from '../run-output.ts';
import { lockFolder, readFolder } from '../open-folder.ts';

/** How long the capture may take to open its interfaces. */
const openingMs = 5_000;

type Check = readonly [what: string, run: () => string | Promise<string>];

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

/** `doctor`: looks at each thing that the product needs, and says what to do about what is missing. */
export const doctorVerb = (program: Command, status: ExitStatus, clock: Clock): void =>
  void withRunOptions(program.command('doctor'), 'doctor')
    .summary('check what the product needs, and say what to do about it')
    .action(async (_flags: unknown, command: Command) => {
      const values = resolveOptions({ commandLine: givenValues(command) });
      for (const check of checksOf(values, () => runValues(command), clock)) {
        const finding = await look(check);
        if (!finding.ok) status.value = statuses.failed;
        print(
          values['output.format'] === 'json'
            ? JSON.stringify({ type: 'finding', ...finding })
            : findingText(finding),
        );
      }
    });

/** @param ofRun the options with what the environment says, which may be wrong, too */
const checksOf = (values: Values, ofRun: () => Values, clock: Clock): readonly Check[] => [
  ['runtime', () => `Node ${process.versions.node} on ${process.platform} ${process.arch}`],
  ['capture helper', () => findHelper()],
  ['interfaces', findInterfaces],
  ['permission to capture', () => tryCapture(clock)],
  ['sums in the kernel, for --capture-engine ebpf', () => trySums(clock)],
  ['cap, the second capture engine', findCap],
  ['data folder', () => tryFolder(dataDirOf(values))],
  ...(values['kafka.brokers'] ? [['brokers', () => findBrokers(ofRun())] as const] : []),
  ...(values['kafka.brokers'] && values['kafka.sums']
    ? [['cluster', () => findCluster(ofRun(), values['kafka.sums']!)] as const]
    : []),
];

async function look([check, run]: Check): Promise<Finding> {
  try {
    return { check, ok: true, found: await run() };
  } catch (thrown) {
    const { message, remedy } = MonitorError.from(thrown);
    return { check, ok: false, found: message, ...(remedy === undefined ? {} : { remedy }) };
  }
}

const findingText = ({ check, ok, found, remedy }: Finding): string =>
  `${ok ? 'ok     ' : 'PROBLEM'}  ${check}: ${found}${remedy === undefined ? '' : `\n         what to do: ${remedy}`}`;

async function findInterfaces(): Promise<string> {
  const automatic = resolveInterfaces([], await listInterfaces(helperProgram(findHelper())));
  return `auto stands for ${automatic.join(', ')}`;
}

async function findBrokers(values: Values): Promise<string> {
  const { brokerReport } = await import('../../engine/log/kafka/broker-report.ts');
  return inEnglish(await brokerReport(kafkaSettings(values, values['kafka.brokers'] ?? [])));
}

async function findCluster(values: Values, sums: string): Promise<string> {
  const { clusterReport } = await import('../../engine/log/kafka/cluster-report.ts');
  return clusterReport(kafkaSettings(values, values['kafka.brokers'] ?? []), sums);
}

/** Opens the automatic interfaces for a moment. */
async function tryCapture(clock: Clock): Promise<string> {
  const { name, restrictions } = await openFor(clock, false);
  const kept = restrictions === undefined ? '' : `; the helper runs ${restrictions}`;
  return `may capture on ${name}, ${grantOf(permissionFacts(findHelper()))}${kept}`;
}

/** Nobody needs them who does not ask for them: their absence is no problem. */
async function trySums(clock: Clock): Promise<string> {
  try {
    const { refused } = await openFor(clock, true);
    if (refused === undefined) return 'the helper may load its program';
    return `not there. ${refused.message}${refused.remedy === undefined ? '' : `. ${refused.remedy}`}`;
  } catch {
    return 'not tried, as nothing may be captured';
  }
}

/** What is known once the first interface is open. */
interface Opening {
  readonly name: string;
  /** What the helper may still do. */
  readonly restrictions: string | undefined;
  /** Why the kernel does not sum. */
  readonly refused: ErrorData | undefined;
}

/** Opens the automatic interfaces for a moment. */
async function openFor(clock: Clock, kernelSums: boolean): Promise<Opening> {
  const stopping = new AbortController();
  const late = clock.once(openingMs, () => stopping.abort());
  let pid = 0;
  let refused: ErrorData | undefined;
  const source = new HelperSource({
    ...{ clock, helperPath: findHelper(), interfaces: [], kernelSums },
    onStarted: (started) => (pid = started),
  });
  try {
    for await (const message of source.messages(stopping.signal)) {
      if (message.kind === 'problem' && message.problem.code === 'capture/no-kernel-sums')
        refused = message.problem;
      if (message.kind === 'opened')
        return { name: message.interface.name, restrictions: restrictionsOf(pid), refused };
    }
  } finally {
    stopping.abort();
    late.dispose();
  }
  throw new MonitorError('capture/failed', `No interface was opened within ${openingMs / 1000} s`);
}

/** Nobody needs it who does not ask for it: its absence is no problem. */
function findCap(): string {
  try {
    return `built, for --capture-engine cap: ${capProgram().command.join(' ')}`;
  } catch (thrown) {
    return `not used: ${MonitorError.from(thrown).message}`;
  }
}

/** Opens the data folder as an instance would; one that is in use by a running instance is well. */
function tryFolder(dataDir: string): string {
  try {
    lockFolder(dataDir).dispose();
    return `${dataDir}${spaceText(dataDir)}`;
  } catch (thrown) {
    const error = MonitorError.from(thrown);
    if (error.code === 'store/in-use') return `${error.message}${spaceText(dataDir)}`;
    throw error;
  }
}

/** What the history takes. */
function spaceText(dataDir: string): string {
  const folder = readFolder(dataDir);
  if (!folder) return '';
  const { tiers, fileBytes, freeBytes, in90Days } = folder.history.space(folder.series.newest());
  folder.dispose();
  const tier = (name: HistoryTier, noun: string): string =>
    `${plural(tiers[name].records, noun)} about ${bytesText(tiers[name].bytes)}`;
  return (
    `; ${bytesText(fileBytes)}, ${bytesText(freeBytes)} of it free: pairs of ${tier('pairs', 'window')}, ` +
    `${tier('windows', 'window')}, ${tier('alerts', 'alert')}` +
    (in90Days === null ? '' : `; at this rate about ${bytesText(in90Days)} after 90 days`)
  );
}
