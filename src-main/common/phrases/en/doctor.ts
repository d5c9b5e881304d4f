import { bytesText, plural } from '../../format.ts';

/** What the product needs, as `doctor` finds it. */
export const doctor = {
  'doctor.bad': 'PROBLEM',
  'doctor.finding': '{check}: {found}',
  'doctor.check.runtime': 'runtime',
  'doctor.check.helper': 'capture helper',
  'doctor.check.interfaces': 'interfaces',
  'doctor.check.permission': 'permission to capture',
  'doctor.check.kernelSums': 'sums in the kernel, for --capture-engine ebpf',
  'doctor.check.cap': 'cap, the second capture engine',
  'doctor.check.folder': 'data folder',
  'doctor.check.brokers': 'brokers',
  'doctor.check.cluster': 'cluster',
  'doctor.remedy': 'what to do: {remedy}',
  'doctor.interfaces': 'auto stands for {names}',
  'doctor.mayCapture': 'may capture on {name}, {grant}',
  'doctor.mayCaptureKept': 'may capture on {name}, {grant}; the helper runs {restrictions}',
  'doctor.kernelSums': 'the helper may load its program',
  'doctor.noKernelSums': 'not there. {reason}',
  'doctor.noKernelSumsRemedy': 'not there. {reason}. {remedy}',
  'doctor.kernelSumsNotTried': 'not tried, as capturing is not permitted',
  'doctor.cap': 'built, for --capture-engine cap: {command}',
  'doctor.noCap': 'not used: {reason}',
  'doctor.folder': ({ folder, ...space }: SpaceNumbers & { folder: string }) =>
    [
      `${folder}; ${bytesText(space.fileBytes)}, ${bytesText(space.freeBytes)} of it free: pairs of `,
      `${plural(space.pairs, 'window')} about ${bytesText(space.pairsBytes)}, `,
      `${plural(space.windows, 'window')} about ${bytesText(space.windowsBytes)}, `,
      `${plural(space.alerts, 'alert')} about ${bytesText(space.alertsBytes)}`,
      space.in90Days < 0 ? '' : `; at this rate about ${bytesText(space.in90Days)} after 90 days`,
    ].join(''),
  'doctor.cluster.job': ({ job, version, window, sums, partitions }: JobFacts) =>
    `the job ${job} (version ${version}) sums windows of ${window} into ${sums} (${plural(partitions, 'partition')})`,
  'doctor.cluster.rest': ({ left, upTo }: { left: number; upTo: string }) =>
    `${left === 0 ? 'all is summed' : `${plural(left, 'record')} ${left === 1 ? 'is' : 'are'} to be summed`}${upTo === '' ? '' : `, up to ${upTo}`}`,
  'doctor.cluster.instances': ({ count }: { count: number }) =>
    `${plural(count, 'instance')} of it ${count === 1 ? 'runs' : 'run'}`,
  'doctor.cluster.instancesUnknown':
    'how many instances of it run is unknown, as this client lacks the right {right}',
  'doctor.cluster.compactedUnknown':
    'whether {topic} is compacted is unknown, as this client lacks the right {right}',
  'doctor.cluster.limitsNotTold':
    "a checker with this account can't tell the job its limits, as it lacks the right {right}",
} as const;

/** A job as it tells of itself. */
interface JobFacts {
  readonly job: string;
  readonly version: number;
  readonly window: string;
  readonly sums: string;
  readonly partitions: number;
}

/** What a history takes: records and bytes of each kind. */
interface SpaceNumbers {
  readonly fileBytes: number;
  readonly freeBytes: number;
  readonly pairs: number;
  readonly pairsBytes: number;
  readonly windows: number;
  readonly windowsBytes: number;
  readonly alerts: number;
  readonly alertsBytes: number;
  /** Below 0 where nothing is known of it. */
  readonly in90Days: number;
}
