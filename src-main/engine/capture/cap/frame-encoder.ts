import { type AddressFamily, flowSize, type PairKey } from '../../flow-records/layout.ts';
import { writeFlows } from '../../flow-records/writer.ts';
import { type HelperProblemCode, noInterface, problemCodes, protocolVersion } from '../helper-protocol.ts';

/** Sums of the packets between two addresses. */
export interface FlowSum {
  bytes: number;
  packets: number;
}

/** What an interface brought since it was told last. */
export interface LinkCounts {
  records: number;
  ip: number;
  nonIp: number;
  malformed: number;
  unsupportedLink: number;
}

/** When a report is made, and the time that it covers; see `CaptureCounters`. */
export interface ReportTimes {
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly monotonicMs: number;
  readonly bootMs: number;
  /** Whether nothing was dropped that is not counted; false unless set. */
  readonly dropsKnown?: boolean;
}

/** Flows of one interface, interval and address family. */
export interface FlowList {
  readonly index: number;
  readonly fromMs: number;
  readonly intervalMs: number;
  readonly family: AddressFamily;
  readonly flows: readonly (readonly [PairKey, FlowSum])[];
}

const headerBytes = 8;
const flowsHeaderBytes = 40;
/** A payload is at most 1 MiB; a longer list is split. */
const maxFlowsBytes = (1 << 20) - flowsHeaderBytes;

function frame(type: number, index: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt8(type, 4);
  header.writeUInt16LE(index, 6);
  return Buffer.concat([header, payload]);
}

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

const text = (value: string): Buffer => Buffer.from(value).subarray(0, 4096);

function flowsFrame({ index, fromMs, intervalMs, family, flows }: FlowList): Buffer {
  const head = Buffer.alloc(flowsHeaderBytes);
  head.writeBigInt64LE(BigInt(fromMs), 0);
  head.writeUInt32LE(intervalMs, 8);
  head.writeUInt8(family, 12);
  head.writeUInt32LE(flows.length, 16);
  head.writeBigUInt64LE(BigInt(flows.reduce((sum, [, { packets }]) => sum + packets, 0)), 24);
  head.writeBigUInt64LE(BigInt(flows.reduce((sum, [, { bytes }]) => sum + bytes, 0)), 32);
  return frame(3, index, Buffer.concat([head, writeFlows(family, flows, flows.length)]));
}

/** Frames of the helper's protocol (`src-capture/PROTOCOL.md`), written. */
export const frames = {
  hello: (libpcap: string): Buffer =>
    frame(1, noInterface, Buffer.concat([u32(protocolVersion), text(libpcap)])),

  opened: (index: number, linkType: number, snapLength: number, name: string): Buffer =>
    frame(2, index, Buffer.concat([u32(linkType), u32(snapLength), text(name)])),

  /** As many frames as the flows need. */
  flows(list: FlowList): Buffer[] {
    const perFrame = Math.floor(maxFlowsBytes / flowSize(list.family));
    const frameCount = Math.ceil(list.flows.length / perFrame);
    return Array.from({ length: frameCount }, (_, i) =>
      flowsFrame({ ...list, flows: list.flows.slice(i * perFrame, (i + 1) * perFrame) }),
    );
  },

  /** Drops are not counted here: the three counters of the kernel are 0. The times stand first. */
  counts(index: number, times: ReportTimes, counts: LinkCounts): Buffer {
    const { records, ip, nonIp, malformed, unsupportedLink } = counts;
    const { atMs, fromMs, toMs, monotonicMs, bootMs, dropsKnown = false } = times;
    const values = [atMs, records, ip, nonIp, malformed, unsupportedLink, 0, 0, 0];
    return Buffer.concat([
      frame(9, index, Buffer.concat([fromMs, toMs, monotonicMs, bootMs, Number(dropsKnown)].map(u64))),
      frame(4, index, Buffer.concat(values.map(u64))),
    ]);
  },

  problem(index: number, severity: 'warning' | 'error', code: HelperProblemCode, what: string): Buffer {
    const head = Buffer.from([severity === 'warning' ? 1 : 2, 0, problemCodes.indexOf(code) + 1, 0]);
    return frame(5, index, Buffer.concat([head, text(what)]));
  },

  flushed: (): Buffer => frame(6, noInterface, Buffer.alloc(0)),

  end: (): Buffer => frame(7, noInterface, Buffer.alloc(0)),
};
