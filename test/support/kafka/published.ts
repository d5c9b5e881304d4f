import { RecordSet } from '../../../src-main/engine/log/kafka/record-set.ts';
import { type PublishMode, RecordWriter } from '../../../src-main/engine/log/kafka/record-writer.ts';
import type { RecordsMessage } from '../../../src-main/engine/log/message-log.ts';

/** A message as it is published. */
export interface Published {
  readonly key: string;
  readonly value: string;
  readonly timestampMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is published of a batch. */
export function publishedOf(message: RecordsMessage, mode: PublishMode = 'record'): Published[] {
  const set = new RecordSet();
  new RecordWriter(mode, () => set).write(message);
  return [...set.messages()].map((one) => ({ ...one, headers: Object.fromEntries(one.headers) }));
}
