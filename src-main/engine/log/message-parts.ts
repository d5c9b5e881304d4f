import { partOf } from '../flow-records/reader.ts';
import type { RecordsMessage } from './message-log.ts';

/** A message as several of at most this many records each. */
export function inParts(message: RecordsMessage, maxRecords: number): RecordsMessage[] {
  const { firstSequence, batch } = message;
  if (batch.count <= maxRecords) return [message];
  return Array.from({ length: Math.ceil(batch.count / maxRecords) }, (_, i) => {
    const from = i * maxRecords;
    const count = Math.min(maxRecords, batch.count - from);
    return { ...message, firstSequence: firstSequence + from, batch: partOf(batch, from, count) };
  });
}
