import type { Clock } from '../../common/clock.ts';
import { type ErrorData, MonitorError } from '../../common/errors.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import type { SpaceUsed } from '../../common/space.ts';
import { capProgram } from '../capture/cap-source.ts';
import { grantOf, permissionFacts, restrictionsOf } from '../capture/capture-permission.ts';
import { helperProgram } from '../capture/capture-program.ts';
import { findHelper } from '../capture/helper-path.ts';
import { HelperSource } from '../capture/helper-source.ts';
import { listInterfaces, resolveInterfaces } from '../capture/interfaces.ts';
import type { KafkaSettings } from '../log/kafka/kafka-settings.ts';
import { DataFolder } from '../store/data-folder.ts';

/** How long the capture may take to open its interfaces. */
const openingMs = 5_000;

/** What is looked at. */
export interface Requirements {
  readonly clock: Clock;
  readonly dataDir: string;
  /** Is told how far a folder of an older version is brought up to date. */
  readonly onMigrated?: (share: number) => void;
  /** How the brokers are reached; undefined where there are none. It may throw, as what says so may be wrong. */
  readonly brokers?: (() => KafkaSettings) | undefined;
  /** The name by which a cluster's sums are kept; undefined where none sums. */
  readonly sums?: string | undefined;
}

/** One thing that the product needs: its name, and a look at it that says what was found, or throws. */
export type Requirement = readonly [name: Phrase, look: () => Text | Promise<Text>];

/** What the product needs, in the order in which it needs it. */
export function requirements(asked: Requirements): readonly Requirement[] {
  const { clock, brokers, sums } = asked;
  return [
    [
      say('doctor.check.runtime'),
      () => `Node ${process.versions.node} on ${process.platform} ${process.arch}`,
    ],
    [say('doctor.check.helper'), () => findHelper()],
    [say('doctor.check.interfaces'), findInterfaces],
    [say('doctor.check.permission'), () => tryCapture(clock)],
    [say('doctor.check.kernelSums'), () => trySums(clock)],
    [say('doctor.check.cap'), findCap],
    [say('doctor.check.folder'), () => tryFolder(asked)],
    ...(brokers ? [[say('doctor.check.brokers'), () => findBrokers(brokers())] as const] : []),
    ...(brokers && sums
      ? [[say('doctor.check.cluster'), () => findCluster(brokers(), sums, clock)] as const]
      : []),
  ];
}

async function findInterfaces(): Promise<Text> {
  const automatic = resolveInterfaces([], await listInterfaces(helperProgram(findHelper())));
  return say('doctor.interfaces', { names: automatic });
}

async function findBrokers(settings: KafkaSettings): Promise<Text> {
  const { brokerReport } = await import('../log/kafka/broker-report.ts');
  return brokerReport(settings);
}

async function findCluster(settings: KafkaSettings, sums: string, clock: Clock): Promise<Text> {
  const { clusterReport } = await import('../log/kafka/cluster-report.ts');
  return clusterReport(settings, sums, clock);
}

/** Opens the automatic interfaces for a moment. */
async function tryCapture(clock: Clock): Promise<Text> {
  const { name, restrictions } = await openFor(clock, false);
  const grant = grantOf(permissionFacts(findHelper()));
  return restrictions === undefined
    ? say('doctor.mayCapture', { name, grant })
    : say('doctor.mayCaptureKept', { name, grant, restrictions });
}

/** Nobody needs them who does not ask for them: their absence is no problem. */
async function trySums(clock: Clock): Promise<Text> {
  try {
    const { refused } = await openFor(clock, true);
    if (refused === undefined) return say('doctor.kernelSums');
    const reason = refused.said?.message ?? refused.message;
    const remedy = refused.said?.remedy ?? refused.remedy;
    return remedy === undefined
      ? say('doctor.noKernelSums', { reason })
      : say('doctor.noKernelSumsRemedy', { reason, remedy });
  } catch {
    return say('doctor.kernelSumsNotTried');
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
  throw new MonitorError('capture/failed', say('command.notOpenedWithin', { seconds: openingMs / 1000 }));
}

/** Nobody needs it who does not ask for it: its absence is no problem. */
function findCap(): Text {
  try {
    return say('doctor.cap', { command: capProgram().command.join(' ') });
  } catch (thrown) {
    return say('doctor.noCap', { reason: MonitorError.from(thrown).text });
  }
}

/** Opens the data folder as an instance would; one that is in use by a running instance is well. */
function tryFolder(asked: Requirements): Text {
  try {
    DataFolder.lock(asked.dataDir, asked.onMigrated).dispose();
    return withSpace(asked.dataDir, asked);
  } catch (thrown) {
    const error = MonitorError.from(thrown);
    if (error.code === 'store/in-use') return withSpace(error.text, asked);
    throw error;
  }
}

/** A folder, and what the history in it takes. */
function withSpace(folder: Text, { dataDir, onMigrated }: Requirements): Text {
  const opened = DataFolder.read(dataDir, onMigrated);
  if (!opened) return folder;
  try {
    return say('doctor.folder', { folder, ...spaceOf(opened.history.space(opened.series.newest())) });
  } finally {
    opened.dispose();
  }
}

function spaceOf({ tiers, fileBytes, freeBytes, in90Days }: SpaceUsed) {
  const { pairs, windows, alerts } = tiers;
  return {
    ...{ fileBytes, freeBytes, pairs: pairs.records, pairsBytes: pairs.bytes },
    ...{ windows: windows.records, windowsBytes: windows.bytes },
    ...{ alerts: alerts.records, alertsBytes: alerts.bytes },
    // Nothing is known of what is to come where nothing was stored yet.
    in90Days: in90Days ?? -1,
  };
}
