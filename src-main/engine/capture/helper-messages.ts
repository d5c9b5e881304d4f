import { MonitorError } from '../../common/errors.ts';
import { durationMs, epochMs } from '../../common/units.ts';
import type { CaptureProgram } from './capture-program.ts';
import type { FlowBatch } from '../flow-records/layout.ts';
import type { CaptureCounters, CaptureMessage } from './capture-source.ts';
import {
  type FlowsFrame,
  type HelperFrame,
  type HelperProblemCode,
  noInterface,
  type StatsFrame,
} from './helper-protocol.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';

/** What the messages of one run refer to. */
export interface HelperContext {
  readonly program: CaptureProgram;
  readonly filter: string | undefined;
  /** Name of the interface or file with this index. */
  readonly nameOf: (index: number) => string;
  /** All that was asked for, where it has one name: none of it could be opened. */
  readonly whole: string | undefined;
}

/** A PROBLEM frame. */
export type ProblemFrame = Extract<HelperFrame, { type: 'problem' }>;

const remedies: Readonly<
  Record<HelperProblemCode, (context: HelperContext, frame: ProblemFrame) => Text | undefined>
> = {
  'not-permitted': ({ program }, frame) =>
    isOfKernelSums(frame) ? program.sumsRemedy?.() : program.permissionRemedy(),
  'no-interface': (_, { severity }) =>
    severity === 'error' ? say('capture.remedy.listInterfaces') : undefined,
  'bad-filter': () => say('capture.remedy.filter'),
  'bad-file': (_, { severity }) => (severity === 'error' ? say('capture.remedy.captureFile') : undefined),
  failed: () => undefined,
  'no-kernel-sums': () => undefined,
};

/** Whether only the program that sums in the kernel is not permitted. */
const isOfKernelSums = ({ code, index }: ProblemFrame): boolean =>
  code === 'not-permitted' && index === noInterface;

const notPermitted = (name: string | undefined): Phrase =>
  name === undefined ? say('capture.notPermittedAnywhere') : say('capture.notPermitted', { interface: name });

function messageOf(frame: ProblemFrame, { filter, nameOf, whole }: HelperContext): Text {
  const { code, index, text, severity } = frame;
  switch (code) {
    case 'not-permitted':
      if (isOfKernelSums(frame)) return text;
      return notPermitted(severity === 'error' ? whole : nameOf(index));
    case 'bad-filter':
      return say('capture.badFilter', { filter: filter ?? '', detail: text });
    default:
      return text;
  }
}

/** The error that a PROBLEM frame stands for. */
export function problemError(frame: ProblemFrame, context: HelperContext): MonitorError {
  const remedy = remedies[frame.code](context, frame);
  const code = isOfKernelSums(frame) ? 'no-kernel-sums' : frame.code;
  return new MonitorError(`capture/${code}`, messageOf(frame, context), {
    remedy,
    retriable: frame.code === 'failed',
  });
}

function batchOf(frame: FlowsFrame, name: string): FlowBatch {
  const { family, count, packets, bytes, flows } = frame;
  const [fromMs, intervalMs] = [epochMs(frame.fromMs), durationMs(frame.intervalMs)];
  return { interface: name, fromMs, intervalMs, family, count, packets, bytes, flows };
}

function countersOf(frame: StatsFrame, name: string): CaptureCounters {
  const { records, ip, nonIp, malformed, unsupportedLink } = frame;
  const { kernelReceived, kernelDropped, interfaceDropped, dropsKnown, monotonicMs, bootMs } = frame;
  return {
    interface: name,
    atMs: epochMs(frame.atMs),
    ...{ records, ip, nonIp, malformed, unsupportedLink },
    ...{ kernelReceived, kernelDropped, interfaceDropped, dropsKnown },
    ...{ fromMs: epochMs(frame.fromMs), toMs: epochMs(frame.toMs), monotonicMs, bootMs },
  };
}

/** The message that a frame stands for; undefined for those that only concern the reader of the protocol. */
export function toMessage(frame: HelperFrame, context: HelperContext): CaptureMessage | undefined {
  switch (frame.type) {
    case 'interface':
      return { kind: 'opened', interface: { name: context.nameOf(frame.index), linkType: frame.linkType } };
    case 'flows':
      return { kind: 'flows', batch: batchOf(frame, context.nameOf(frame.index)) };
    case 'stats':
      return { kind: 'counters', counters: countersOf(frame, context.nameOf(frame.index)) };
    case 'flushed':
      return { kind: 'flushed' };
    case 'problem': {
      const problem = problemError(frame, context).toData();
      return { kind: 'problem', problem, interface: context.nameOf(frame.index) };
    }
    default:
      return undefined;
  }
}
