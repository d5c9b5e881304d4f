import { formatAddress } from '../../../common/address.ts';
import { destinationOf, sourceOf } from '../../flow-records/layout.ts';
import { entryAt } from '../../flow-records/reader.ts';
import type { RecordsMessage } from '../message-log.ts';
import type { LostPackets } from './spool-losses.ts';

/** A message for the brokers. */
export interface OutgoingMessage {
  readonly key: string;
  readonly value: string;
  /** Milliseconds since the epoch, as text. */
  readonly timestamp: string;
  readonly headers?: { readonly agent: string; readonly epoch: string; readonly sequence: string };
}

/** What is published of a batch: a message a flow record, or one a packet. */
export type PublishMode = 'record' | 'packet';

/**
 * The messages of a batch, in its order. In mode `record` the value is the JSON of docs/flow-record.schema.json; its
 * keys stand in a fixed order, without spaces, so that readers may be quick.
 */
export function messagesOf({ agent, epoch, firstSequence, batch }: RecordsMessage): OutgoingMessage[] {
  const { fromMs, intervalMs, count } = batch;
  const timestamp = String(fromMs);
  const after =
    `,"from":${fromMs},"to":${fromMs + intervalMs},"interface":${JSON.stringify(batch.interface)}` +
    `,"agent":${JSON.stringify(agent)},"epoch":${epoch},"sequence":`;
  return Array.from({ length: count }, (_, i) => {
    const { source, destination, bytes, packets } = textEntryAt(batch, i);
    const value =
      `{"v":2,"source":"${source}","destination":"${destination}","bytes":${bytes},"packets":${packets}` +
      `${after}${firstSequence + i}}`;
    return { key: `${source},${destination}`, value, timestamp };
  });
}

/** A flow record with its addresses in text; counts exact, as digits. */
export interface TextEntry {
  readonly source: string;
  readonly destination: string;
  readonly bytes: bigint;
  readonly packets: bigint;
}

/** Entry `i` of a batch, in text. */
export function textEntryAt(batch: RecordsMessage['batch'], i: number): TextEntry {
  const { pair, bytes, packets } = entryAt(batch, i);
  return {
    source: formatAddress(sourceOf(pair)),
    destination: formatAddress(destinationOf(pair)),
    bytes,
    packets,
  };
}

/**
 * A message for each packet of a batch, in the form of the first producer: the value is the length alone, in digits.
 * Who sent it stands in the headers. In this mode the capture does not sum; what waits from a run that did is published
 * as it was summed.
 */
export function packetsOf(message: RecordsMessage): OutgoingMessage[] {
  const { agent, epoch, firstSequence, batch } = message;
  const entries = Array.from({ length: batch.count }, (_, i) => textEntryAt(batch, i));
  if (entries.some(({ packets }) => packets !== 1n)) return messagesOf(message);
  const timestamp = String(batch.fromMs);
  return entries.map(({ source, destination, bytes }, i) => {
    const headers = { agent, epoch: String(epoch), sequence: String(firstSequence + i) };
    return { key: `${source},${destination}`, value: String(bytes), timestamp, headers };
  });
}

/** The flow record in a message: a name that no other one has, and what is lost with it; undefined for a mark. */
export function recordOf(message: OutgoingMessage): { name: string; lost: LostPackets } | undefined {
  const { headers, value, timestamp } = message;
  const fromMs = Number(timestamp);
  if (headers) {
    const { agent, epoch, sequence } = headers;
    return {
      name: `${agent}|${epoch}|${sequence}`,
      lost: { interface: '', fromMs, toMs: fromMs, packets: 1 },
    };
  }
  const record = JSON.parse(value) as PublishedRecord;
  if (record.packets === undefined) return undefined;
  const { interface: name, to: toMs, packets, agent, epoch, sequence } = record;
  return { name: `${agent}|${epoch}|${sequence}`, lost: { interface: name, fromMs, toMs, packets } };
}

/** A flow record as {@link messagesOf} writes it. */
interface PublishedRecord {
  readonly interface: string;
  readonly to: number;
  readonly agent: string;
  readonly epoch: number;
  readonly sequence: number;
  /** A mark has none. */
  readonly packets?: number;
}
