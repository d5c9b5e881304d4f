import kafkajs, { type Admin } from 'kafkajs';
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
  v: v.number(),
  /** Up to which instant agents said that their records are there; null before one did. */
  reached: v.nullable(v.number()),
});

const { ConfigResourceTypes } = kafkajs;

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
    const unread: string[] = [];
    for (const name of [sums, topicBeside(sums, 'progress')])
      if (!(await brokers.ifAllowed(() => checkCompacted(admin, name)))) unread.push(name);
    const rows = await readCompacted(brokers, topicBeside(sums, 'progress'));
    const progress = [...rows.values()].flatMap(progressOf);
    const [first] = progress;
    if (!first)
      throw new MonitorError('stream/unreachable', say('stream.nothingSummed', { topic: settings.topic }), {
        ...{ remedy: startJob, retriable: true },
      });
    const instances = await brokers.ifAllowed(() => instancesOf(admin, first.job));
    return [
      progressText(ends, progress, sums),
      instances
        ? instancesText(instances.found)
        : `how many of it run is not known, ${mayNot('Describe', `group ${first.job}`)}`,
      ...unread.map(
        (name) => `whether ${name} is compacted is not known, ${mayNot('DescribeConfigs', `topic ${name}`)}`,
      ),
    ].join('; ');
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

const mayNot = (right: string, what: string): string =>
  `as this client has not the right ${right} on the ${what}`;

const instancesText = (instances: number): string => `${instances} of it ${instances === 1 ? 'runs' : 'run'}`;

/** Rows that were replaced have to go, and the newest of each has to stay. */
async function checkCompacted(admin: Admin, name: string): Promise<void> {
  const asked = { type: ConfigResourceTypes.TOPIC, name, configNames: ['cleanup.policy'] };
  const { resources } = await admin.describeConfigs({ resources: [asked], includeSynonyms: false });
  for (const { resourceName, configEntries } of resources)
    if (configEntries.every(({ configValue }) => !configValue.includes('compact')))
      throw new MonitorError('stream/no-topic', say('stream.notCompacted', { topic: resourceName }), {
        remedy: say('stream.remedy.notCompacted'),
      });
}

/** How many instances of the job share the work. */
async function instancesOf(admin: Admin, job: string): Promise<number> {
  const { groups } = await admin.describeGroups([job]);
  // Each of its threads is a member of its own, whose name begins with that of its instance.
  const instances = new Set(
    groups.flatMap(({ members }) => members.map(({ clientId }) => instanceOf(clientId))),
  );
  if (instances.size > 0) return instances.size;
  throw new MonitorError('stream/unreachable', say('stream.noInstance', { job }), {
    ...{ remedy: startJob, retriable: true },
  });
}

const instanceOf = (clientId: string): string => clientId.replace(/-StreamThread-.*$/, '');

function progressText(
  ends: ReadonlyMap<number, number>,
  progress: readonly Progress[],
  sums: string,
): string {
  const first = progress[0]!;
  const offsets = new Map(progress.map(({ partition, offset }) => [partition, offset]));
  let left = 0;
  for (const [partition, end] of ends) left += Math.max(0, end - (offsets.get(partition) ?? 0));
  const rest = left === 0 ? 'all is summed' : `${left.toLocaleString('en')} records are to be summed`;
  const reached = progress.flatMap(({ reached: ms }) => ms ?? []);
  const upTo = reached.length === 0 ? '' : `, up to ${new Date(Math.min(...reached)).toISOString()}`;
  return `the job ${first.job} (version ${first.v}) sums windows of ${first.window / 1_000}s into ${sums} (${ends.size} partitions); ${rest}${upTo}`;
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
