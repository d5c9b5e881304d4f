import kafkajs, { type Admin } from 'kafkajs';
import * as v from 'valibot';
import type { Clock } from '../../../common/clock.ts';
import { MonitorError } from '../../../common/errors.ts';
import type { Phrase, Text } from '../../../common/phrases/phrase.ts';
import { say, together } from '../../../common/phrases/say.ts';
import { sumsVersion } from '../../flow-records/part-sums.ts';
import { Brokers } from './brokers.ts';
import { readCompacted } from './compacted-topic.ts';
import { type KafkaSettings, topicBeside } from './kafka-settings.ts';
import type { ClusterLink } from './kafkajs/cluster-link.ts';
import { otherVersion } from './source-progress.ts';

/** How long brokers may take to make what transactions need. */
const patienceMs = 5_000;
const retryMs = 250;

const progressSchema = v.object({
  v: v.literal(sumsVersion),
  partition: v.number(),
  offset: v.number(),
  window: v.number(),
  job: v.string(),
  /** Up to which instant agents said that their records are there; null before one did. */
  reached: v.nullable(v.number()),
});
const versionSchema = v.object({ v: v.number() });

const { ConfigResourceTypes } = kafkajs;

type Progress = v.InferOutput<typeof progressSchema>;

const startJob = say('stream.remedy.startJob');

/** What is asked of whom. */
interface Look {
  readonly brokers: Brokers;
  readonly link: ClusterLink;
  readonly admin: Admin;
  readonly clock: Clock;
  /** Names of topics. */
  readonly topics: Readonly<Record<'records' | 'sums' | 'progress' | 'limits', string>>;
}

/**
 * Looks at what a cluster sums: its topics, how far it has got, and whether this client may read what a checker reads.
 *
 * @throws MonitorError `stream/*` with what to do, where its sums can't be read or are not there
 */
export async function clusterReport(settings: KafkaSettings, sums: string, clock: Clock): Promise<Text> {
  const brokers = new Brokers(settings);
  const look: Look = {
    ...{ brokers, clock, link: brokers.link(), admin: brokers.admin() },
    topics: {
      ...{ records: settings.topic, sums },
      progress: topicBeside(sums, 'progress'),
      limits: topicBeside(sums, 'limits'),
    },
  };
  try {
    await Promise.all([look.link.connect(), look.admin.connect()]);
    return together(await findings(look));
  } catch (thrown) {
    throw thrown instanceof MonitorError ? thrown : brokers.explain(thrown);
  } finally {
    await Promise.all([look.link, look.admin].map((one) => one.disconnect().catch(() => {})));
  }
}

async function findings(look: Look): Promise<Phrase[]> {
  const { brokers, topics } = look;
  await checkTransactions(look);
  const partitions = await checkTopics(look);
  const uncertain = [
    ...(await checkCompacted(look, topics.sums)),
    ...(await checkCompacted(look, topics.progress)),
  ];
  const progress = await progressOf(look);
  const { job, v: version, window } = progress[0]!;
  const instances = await brokers.ifAllowed(() => instancesOf(look, job));
  return [
    say('doctor.cluster.job', { job, version, window: `${window / 1_000}s`, sums: topics.sums, partitions }),
    await restOf(look, progress),
    instances
      ? say('doctor.cluster.instances', { count: instances.found })
      : say('doctor.cluster.instancesUnknown', {
          right: say('stream.rightOnGroup', { right: 'Describe', name: job }),
        }),
    ...uncertain,
    ...(await checkRights(look)),
  ];
}

/** Without transactions no job can sum, and it is not there to say so. */
async function checkTransactions({ link, clock, topics }: Look): Promise<void> {
  const untilMs = clock.monotonic() + patienceMs;
  while (!(await hasTransactions(link, topics.sums))) {
    if (clock.monotonic() > untilMs)
      throw new MonitorError('stream/unreachable', say('stream.noTransactions'), {
        remedy: say('stream.remedy.noTransactions'),
      });
    await clock.after(retryMs);
  }
}

/** As far as this client may ask. */
const hasTransactions = (link: ClusterLink, id: string): Promise<boolean> =>
  link.findCoordinator('transactions', id).then(
    () => true,
    (thrown: unknown) => (thrown as { readonly type?: string }).type !== 'GROUP_COORDINATOR_NOT_AVAILABLE',
  );

/** @returns how many partitions the topics have */
async function checkTopics(look: Look): Promise<number> {
  const { records, sums, progress } = look.topics;
  const ofRecords = await partitionsOf(look, records, say('stream.remedy.startAgent'));
  const ofSums = await partitionsOf(look, sums, startJob);
  await partitionsOf(look, progress, startJob);
  if (ofRecords === ofSums) return ofSums;
  throw new MonitorError(
    'stream/no-topic',
    say('stream.otherPartitions', { sums, summed: ofSums, topic: records, records: ofRecords }),
    { remedy: say('stream.remedy.otherPartitions', { sums }) },
  );
}

async function partitionsOf({ brokers, link }: Look, topic: string, remedy: Phrase): Promise<number> {
  try {
    const facts = await brokers.ifAllowed(() => link.describe(topic));
    if (facts) return facts.found.leaders.size;
  } catch (thrown) {
    if (brokers.explain(thrown).code !== 'stream/no-topic') throw thrown;
    throw new MonitorError('stream/no-topic', say('stream.topicMissing', { topic }), { remedy });
  }
  throw lacksRight('Describe', topic);
}

function lacksRight(right: string, topic: string): MonitorError {
  const message = say('stream.lacksRight', { right: say('stream.rightOnTopic', { right, name: topic }) });
  return new MonitorError('stream/not-permitted', message, { remedy: say('stream.remedy.lacksRight') });
}

/** Rows that were replaced have to go, and the newest of each has to stay. */
async function checkCompacted({ brokers, admin }: Look, topic: string): Promise<Phrase[]> {
  const asked = { type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['cleanup.policy'] };
  const answer = await brokers.ifAllowed(() =>
    admin.describeConfigs({ resources: [asked], includeSynonyms: false }),
  );
  if (!answer) {
    const right = say('stream.rightOnTopic', { right: 'DescribeConfigs', name: topic });
    return [say('doctor.cluster.compactedUnknown', { topic, right })];
  }
  const values = answer.found.resources.flatMap(({ configEntries }) => configEntries);
  if (values.some(({ configValue }) => configValue.includes('compact'))) return [];
  throw new MonitorError('stream/no-topic', say('stream.notCompacted', { topic }), {
    remedy: say('stream.remedy.notCompacted'),
  });
}

/** @returns how far each partition is summed, as far as any is */
async function progressOf({ brokers, topics }: Look): Promise<readonly Progress[]> {
  const rows = await brokers.ifAllowed(() => readCompacted(brokers, topics.progress));
  if (!rows) throw lacksRight('Read', topics.progress);
  const values = [...rows.found.values()].map(parsed);
  const other = values
    .flatMap((value) => (v.is(versionSchema, value) ? value.v : []))
    .find((version) => version !== sumsVersion);
  if (other !== undefined) throw otherVersion(topics.sums, other);
  const progress = values.filter((value) => v.is(progressSchema, value));
  if (progress.length > 0) return progress;
  throw new MonitorError('stream/unreachable', say('stream.nothingSummed', { topic: topics.records }), {
    ...{ remedy: startJob, retriable: true },
  });
}

/** What is left to be summed, and up to when agents were heard. */
async function restOf({ admin, topics }: Look, progress: readonly Progress[]): Promise<Phrase> {
  const summed = new Map(progress.map(({ partition, offset }) => [partition, offset]));
  let left = 0;
  for (const { partition, offset, low } of await admin.fetchTopicOffsets(topics.records))
    left += Math.max(0, Number(offset) - Math.max(Number(low), summed.get(partition) ?? 0));
  const reached = progress.flatMap(({ reached: ms }) => ms ?? []);
  const upTo = reached.length === 0 ? '' : new Date(Math.min(...reached)).toISOString();
  return say('doctor.cluster.rest', { left, upTo });
}

/** How many instances of the job share the work. */
async function instancesOf({ admin, link }: Look, job: string): Promise<number> {
  // kafkajs does not say why there is no coordinator.
  await link.findCoordinator('group', job);
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

/** A checker reads sums, and tells the job its limits: without that, it judges some of them late. */
async function checkRights({ link, topics }: Look): Promise<Phrase[]> {
  const [ofSums, ofLimits] = [await link.rightsOn(topics.sums), await link.rightsOn(topics.limits)];
  if (ofSums?.has('Read') === false) throw lacksRight('Read', topics.sums);
  if (ofLimits?.has('Write') !== false) return [];
  const right = say('stream.rightOnTopic', { right: 'Write', name: topics.limits });
  return [say('doctor.cluster.limitsNotTold', { right })];
}

/** Others may write to the topic what they like. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
