import { MonitorError } from '../../common/errors.ts';
import { type AddressFamily, flowSize } from '../flow-records/layout.ts';
import { sumsFrom } from '../flow-records/reader.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';

/** Version of the helper's protocol that this reader knows; `src-capture/PROTOCOL.md` describes it. */
export const protocolVersion = 2;

/** Interface index of a frame that belongs to none. */
export const noInterface = 0xffff;

/** Why the helper could not do something. */
export type HelperProblemCode =
  'not-permitted' | 'no-interface' | 'bad-filter' | 'bad-file' | 'failed' | 'no-kernel-sums';

/** One FLOWS frame: `flows` has the layout of `FlowBatch.flows`. */
export interface FlowsFrame {
  readonly type: 'flows';
  readonly index: number;
  readonly fromMs: number;
  readonly intervalMs: number;
  readonly family: AddressFamily;
  readonly count: number;
  readonly packets: number;
  readonly bytes: number;
  readonly flows: Uint8Array;
}

/** One TIMES frame: the time that the STATS frame behind it covers. */
export interface TimesFrame {
  readonly type: 'times';
  readonly index: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly monotonicMs: number;
  readonly bootMs: number;
  readonly dropsKnown: boolean;
}

/** One STATS frame, with the TIMES frame before it: differences since the one before. */
export interface StatsFrame extends Omit<TimesFrame, 'type'> {
  readonly type: 'stats';
  readonly index: number;
  readonly atMs: number;
  readonly records: number;
  readonly ip: number;
  readonly nonIp: number;
  readonly malformed: number;
  readonly unsupportedLink: number;
  readonly kernelReceived: number;
  readonly kernelDropped: number;
  readonly interfaceDropped: number;
}

/** What the helper says, frame by frame. */
export type HelperFrame =
  | { readonly type: 'hello'; readonly version: number; readonly libpcap: string }
  | {
      readonly type: 'interface';
      readonly index: number;
      readonly linkType: number;
      readonly snapLength: number;
      readonly name: string;
    }
  | FlowsFrame
  | StatsFrame
  | {
      readonly type: 'problem';
      readonly index: number;
      readonly severity: 'warning' | 'error';
      readonly code: HelperProblemCode;
      readonly text: string;
    }
  | { readonly type: 'flushed' }
  | { readonly type: 'end' }
  /** How far a file was read. */
  | { readonly type: 'progress'; readonly readBytes: number };

/** Length of what stands before the payload of a frame. */
export const headerBytes = 8;
const flowsHeaderBytes = 40;
/** In the flags of TIMES. */
const countsDropsFlag = 1;
const maxPayloadBytes = 4 << 20;
/** The codes of PROBLEM, from 1 on. */
export const problemCodes = [
  'not-permitted',
  'no-interface',
  'bad-filter',
  'bad-file',
  'failed',
  'no-kernel-sums',
] as const;
const decoder = new TextDecoder();

function broken(what: Phrase): MonitorError {
  return new MonitorError('capture/failed', say('capture.unreadable', { what }), {
    remedy: say('capture.remedy.rebuild'),
  });
}

/** The same bytes, to read numbers from. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reads a u64 that must be exact as a number. */
function readCount(view: DataView, offset: number): number {
  const high = view.getUint32(offset + 4, true);
  if (high > 0x1fffff) {
    throw new MonitorError('count/too-large', say('capture.countTooLarge'));
  }
  return high * 0x1_0000_0000 + view.getUint32(offset, true);
}

/** Reads an i64 of milliseconds that must be exact as a number. */
function readTime(view: DataView, offset: number): number {
  const time = Number(view.getBigInt64(offset, true));
  if (!Number.isSafeInteger(time)) throw broken(say('capture.frame.time', { time: String(time) }));
  return time;
}

/** Counts must be as many as the frame says, or what they are worth is unknown. */
function checkSums(frame: FlowsFrame): void {
  const { bytes, packets } = sumsFrom(frame, 0);
  if (bytes !== frame.bytes || packets !== frame.packets) throw broken(say('capture.frame.sums'));
}

function decodeFlows(index: number, payload: Uint8Array, view: DataView): FlowsFrame {
  const family = view.getUint8(12);
  if (family !== 4 && family !== 6) throw broken(say('capture.frame.family', { family }));
  const frame: FlowsFrame = {
    type: 'flows',
    index,
    fromMs: readTime(view, 0),
    intervalMs: view.getUint32(8, true),
    family,
    count: view.getUint32(16, true),
    packets: readCount(view, 24),
    bytes: readCount(view, 32),
    flows: payload.subarray(flowsHeaderBytes),
  };
  if (frame.flows.length !== frame.count * flowSize(family)) throw broken(say('capture.frame.flowsLength'));
  if (frame.intervalMs === 0) throw broken(say('capture.frame.noInterval'));
  checkSums(frame);
  return frame;
}

function decodeTimes(index: number, view: DataView): TimesFrame {
  const frame: TimesFrame = {
    type: 'times',
    index,
    fromMs: readTime(view, 0),
    toMs: readTime(view, 8),
    monotonicMs: readCount(view, 16),
    bootMs: readCount(view, 24),
    dropsKnown: (view.getUint32(32, true) & countsDropsFlag) !== 0,
  };
  if (frame.toMs < frame.fromMs) throw broken(say('capture.frame.timeBackwards'));
  return frame;
}

function decodeStats(index: number, view: DataView, times: TimesFrame | undefined): StatsFrame {
  if (times?.index !== index) throw broken(say('capture.frame.noTime'));
  const frame: StatsFrame = {
    ...times,
    type: 'stats',
    atMs: readTime(view, 0),
    records: readCount(view, 8),
    ip: readCount(view, 16),
    nonIp: readCount(view, 24),
    malformed: readCount(view, 32),
    unsupportedLink: readCount(view, 40),
    kernelReceived: readCount(view, 48),
    kernelDropped: readCount(view, 56),
    interfaceDropped: readCount(view, 64),
  };
  const parts = frame.ip + frame.nonIp + frame.malformed + frame.unsupportedLink;
  if (frame.records !== parts) throw broken(say('capture.frame.counters'));
  return frame;
}

function decodeHello(payload: Uint8Array, view: DataView): HelperFrame {
  const version = view.getUint32(0, true);
  if (version !== protocolVersion)
    throw broken(say('capture.frame.version', { version, known: protocolVersion }));
  return { type: 'hello', version, libpcap: decoder.decode(payload.subarray(4)) };
}

function decodeInterface(index: number, payload: Uint8Array, view: DataView): HelperFrame {
  const name = decoder.decode(payload.subarray(8));
  return {
    type: 'interface',
    index,
    linkType: view.getUint32(0, true),
    snapLength: view.getUint32(4, true),
    name,
  };
}

function decodeProblem(index: number, payload: Uint8Array, view: DataView): HelperFrame {
  const severity = view.getUint8(0);
  const code = problemCodes[view.getUint16(2, true) - 1];
  if ((severity !== 1 && severity !== 2) || code === undefined) throw broken(say('capture.frame.problem'));
  const text = decoder.decode(payload.subarray(4));
  return { type: 'problem', index, severity: severity === 1 ? 'warning' : 'error', code, text };
}

/** Least length of each type's payload, and whether it may be longer. */
const shapes: Readonly<Record<number, { readonly least: number; readonly open: boolean }>> = {
  1: { least: 4, open: true },
  2: { least: 8, open: true },
  3: { least: flowsHeaderBytes, open: true },
  4: { least: 72, open: false },
  5: { least: 4, open: true },
  6: { least: 0, open: false },
  7: { least: 0, open: false },
  8: { least: 8, open: false },
  9: { least: 40, open: false },
};

/**
 * Checks the type and the length of a payload.
 *
 * @throws MonitorError `capture/failed` where no such frame exists
 */
export function checkHeader(type: number, length: number): void {
  const shape = shapes[type];
  if (shape === undefined) throw broken(say('capture.frame.type', { type }));
  const fits = shape.open ? length >= shape.least && length <= maxPayloadBytes : length === shape.least;
  if (!fits) throw broken(say('capture.frame.length', { type, bytes: length }));
}

/**
 * Reads one frame.
 *
 * @param times the frame before, where it was one of times
 * @throws MonitorError as `HelperDecoder.decode`
 */
export function decodeFrame(
  type: number,
  index: number,
  payload: Uint8Array,
  times: TimesFrame | undefined,
): HelperFrame | TimesFrame {
  const view = viewOf(payload);
  switch (type) {
    case 1:
      return decodeHello(payload, view);
    case 2:
      return decodeInterface(index, payload, view);
    case 3:
      return decodeFlows(index, payload, view);
    case 4:
      return decodeStats(index, view, times);
    case 5:
      return decodeProblem(index, payload, view);
    case 6:
      return { type: 'flushed' };
    case 7:
      return { type: 'end' };
    case 8:
      return { type: 'progress', readBytes: readCount(view, 0) };
    default:
      return decodeTimes(index, view);
  }
}
