import type { Admin } from 'kafkajs';
import * as v from 'valibot';
import { MonitorError } from '../../../common/errors.ts';
import { say } from '../../../common/phrases/say.ts';
import { Brokers } from './brokers.ts';
import { readCompacted } from './compacted-topic.ts';
import { type KafkaSettings, topicBeside } from './kafka-settings.ts';

const progressSchema = v.object({
  partition: v.number(),
  offset: v.number(),
  window: v.number(),
  job: v.string(),
});

type Progress = v.InferOutput<typeof progressSchema>;

const startJob = say('stream.remedy.startJob');

/**
 * Looks at what a cluster sums: its topics, and how far it has got.
 *
 * @throws MonitorError `stream/*` with what to do, where its sums can't be read or are not there
 */
export async function clusterReport(settings: KafkaSettings, sums: string): Promise<string> {
  const brokers = new Brokers(settings);
  const admin = brokers.admin();
  try {
    await admin.connect();
    const ends = await endsOf(admin, settings.topic, sums);
    const rows = await readCompacted(brokers, topicBeside(sums, 'progress'));
    return progressText(ends, [...rows.values()].flatMap(progressOf), { topic: settings.topic, sums });
  } catch (thrown) {
    throw thrown instanceof MonitorError ? thrown : brokers.explain(thrown);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

/** How far the record topic reaches, by partition. */
async function endsOf(admin: Admin, topic: string, sums: string): Promise<ReadonlyMap<number, number>> {
  const topics = await admin.listTopics();
  for (const [name, remedy] of [
    [topic, say('stream.remedy.startAgent')],
    [sums, startJob],
    [topicBeside(sums, 'progress'), startJob],
  ] as const)
    if (!topics.includes(name))
      throw new MonitorError('stream/no-topic', say('stream.topicMissing', { topic: name }), { remedy });
  const [records, summed] = await Promise.all([topic, sums].map((name) => admin.fetchTopicOffsets(name)));
  if (records!.length !== summed!.length)
    throw new MonitorError(
      'stream/no-topic',
      say('stream.otherPartitions', { sums, summed: summed!.length, topic, records: records!.length }),
      { remedy: say('stream.remedy.otherPartitions', { sums }) },
    );
  return new Map(
    records!.map(({ partition, offset, low }) => [partition, offset === low ? 0 : Number(offset)]),
  );
}

function progressText(
  ends: ReadonlyMap<number, number>,
  progress: readonly Progress[],
  { topic, sums }: { readonly topic: string; readonly sums: string },
): string {
  const [first] = progress;
  if (!first)
    throw new MonitorError('stream/unreachable', say('stream.nothingSummed', { topic }), {
      remedy: startJob,
      retriable: true,
    });
  const offsets = new Map(progress.map(({ partition, offset }) => [partition, offset]));
  let left = 0;
  for (const [partition, end] of ends) left += Math.max(0, end - (offsets.get(partition) ?? 0));
  const rest = left === 0 ? 'all is summed' : `${left.toLocaleString('en')} records are to be summed`;
  return `the job ${first.job} sums windows of ${first.window / 1_000}s into ${sums} (${ends.size} partitions); ${rest}`;
}

function progressOf(text: string): Progress[] {
  try {
    const parsed = v.safeParse(progressSchema, JSON.parse(text));
    return parsed.success ? [parsed.output] : [];
  } catch {
    // Others may write to the topic what they like.
    return [];
  }
}
