import { formatAddress } from '../../../common/address.ts';
import { destinationOf, sourceOf } from '../../flow-records/layout.ts';
import { entryAt } from '../../flow-records/reader.ts';
import type { RecordsMessage } from '../message-log.ts';

/** A message for the brokers. */
export interface OutgoingMessage {
  readonly key: string;
  readonly value: string;
  /** Milliseconds since the epoch, as text. */
  readonly timestamp: string;
}

/** What is published of a batch: a message a flow record, or one a packet. */
export type PublishMode = 'record' | 'packet';

/**
 * The messages of a batch, in its order. In mode `record` the value is the JSON of docs/flow-record.schema.json; its
 * keys stand in a fixed order, without spaces, so that readers may be quick.
 */
export function messagesOf({ agent, firstSequence, batch }: RecordsMessage): OutgoingMessage[] {
  const { fromMs, intervalMs, count } = batch;
  const timestamp = String(fromMs);
  const after =
    `,"from":${fromMs},"to":${fromMs + intervalMs},"interface":${JSON.stringify(batch.interface)}` +
    `,"agent":${JSON.stringify(agent)},"sequence":`;
  return Array.from({ length: count }, (_, i) => {
    const { source, destination, bytes, packets } = textEntryAt(batch, i);
    const value =
      `{"v":1,"source":"${source}","destination":"${destination}","bytes":${bytes},"packets":${packets}` +
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
 * In this mode the capture does not sum. What waits from a run that did is told in lengths as equal as whole numbers
 * can be, which add up to the sum.
 */
export function packetsOf({ batch }: RecordsMessage): OutgoingMessage[] {
  const timestamp = String(batch.fromMs);
  return Array.from({ length: batch.count }, (_, i) => i).flatMap((i) => {
    const { source, destination, bytes, packets } = textEntryAt(batch, i);
    const key = `${source},${destination}`;
    const [length, longer] = [bytes / packets, bytes % packets];
    return Array.from({ length: Number(packets) }, (_, n) => ({
      key,
      value: String(BigInt(n) < longer ? length + 1n : length),
      timestamp,
    }));
  });
}
