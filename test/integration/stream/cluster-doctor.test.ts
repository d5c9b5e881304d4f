import { existsSync, writeFileSync } from 'node:fs';
import kafkajs, { type Admin, AclOperationTypes, AclPermissionTypes, AclResourceTypes } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClusterJob } from '../../../scripts/cluster/cluster-job.ts';
import { KafkaCluster } from '../../../scripts/kafka/kafka-cluster.ts';
import { clusterJar } from '../../../scripts/setup/cluster.mjs';
import { ClusterTraffic, TestAgent } from '../../support/kafka/cluster-traffic.ts';
import { kafkaClient } from '../../support/kafka/kafka-client.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Authority } from '../../support/network/authority.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';

const { ResourcePatternTypes } = kafkajs;
const windowMs = 10_000;
const password = 'a-password';

interface Finding {
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

/** What `doctor --cluster` finds of the cluster, as JSON has it or in the words of a language. */
async function examine(brokers: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finding> {
  using folder = new TemporaryFolder();
  const options = ['--cluster', '--data-dir', folder.path, '--format', 'json'];
  const doctor = new CommandLine(['doctor', '--brokers', brokers.join(','), ...options], { env });
  await doctor.end();
  return JSON.parse(doctor.lines.at(-1)!) as Finding;
}

describeKafka('doctor on brokers that begin no transaction', null, () => {
  it('says so before it looks for a job', { timeout: 120_000 }, async () => {
    const properties = { 'transaction.state.log.replication.factor': 3 };
    const cluster = await KafkaCluster.start({ properties });
    try {
      expect(await examine(cluster.brokers)).toMatchObject({
        ...{ ok: false, found: 'The brokers have no transactions' },
        remedy: expect.stringContaining('transaction.state.log.replication.factor') as string,
      });
    } finally {
      await cluster.stop();
    }
  });
});

// Where the job can't be built, the set-up has said so.
const canRun = existsSync(clusterJar) || process.env.CI !== undefined;

(canRun ? describeKafka : (): void => {})('doctor on a cluster that sums', null, () => {
  const folder = new TemporaryFolder();
  const startMs = Math.floor(Date.now() / windowMs) * windowMs - 60_000;
  let cluster: KafkaCluster;
  let admin: Admin;
  let traffic: ClusterTraffic;
  let ann: NodeJS.ProcessEnv;
  let job: ClusterJob | undefined;

  /** What is found by who may do all. */
  const examined = (): Promise<Finding> => examine(cluster.brokers);
  /** What is found by an account that may do what it was allowed. */
  const examinedByAnn = (): Promise<Finding> => examine([`127.0.0.1:${cluster.ports[0]!.sasl}`], ann);
  const allow = (
    resourceName: string,
    operation: AclOperationTypes,
    resourceType = AclResourceTypes.TOPIC,
  ): Promise<unknown> => {
    const whose = { principal: 'User:ann', host: '*', permissionType: AclPermissionTypes.ALLOW };
    const resource = { resourceType, resourceName, resourcePatternType: ResourcePatternTypes.LITERAL };
    return admin.createAcls({ acl: [{ ...resource, ...whose, operation }] });
  };
  const lacks = (right: string, topic: string): object => ({
    ...{ ok: false, found: `This client lacks the right ${right} on the topic ${topic}` },
    remedy: 'give it to this account by an ACL',
  });

  beforeAll(async () => {
    const authority = new Authority(folder.path, 'authority');
    const { key, certificate } = authority.issue('broker');
    writeFileSync(folder.file('broker-store.pem'), key + certificate);
    cluster = await KafkaCluster.start({
      security: {
        keyStore: folder.file('broker-store.pem'),
        trustStore: authority.file,
        accounts: { ann: password },
      },
      properties: {
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': 'User:ANONYMOUS',
      },
    });
    ann = {
      STREAMCHECKER_KAFKA_CA: authority.file,
      STREAMCHECKER_KAFKA_SASL_MECHANISM: 'plain',
      STREAMCHECKER_KAFKA_SASL_USERNAME: 'ann',
      STREAMCHECKER_KAFKA_SASL_PASSWORD: password,
    };
    admin = kafkaClient(cluster.brokers).admin();
    await admin.connect();
    traffic = new ClusterTraffic(cluster.brokers, 'traffic', 2);
  }, 300_000);
  afterAll(async () => {
    await job?.stop('SIGKILL');
    await Promise.all([traffic.close(), admin.disconnect()]);
    await cluster.stop();
    folder[Symbol.dispose]();
  });

  it('says what is missing, one after the other', { timeout: 120_000 }, async () => {
    expect(await examined()).toMatchObject({
      ...{ ok: false, found: 'The topic traffic does not exist' },
      remedy: 'start an agent, which makes it',
    });
    await traffic.open();
    const noJob = expect.stringContaining('start streamchecker-cluster') as string;
    expect(await examined()).toMatchObject({
      ...{ ok: false, found: 'The topic traffic-sums does not exist', remedy: noJob },
    });
    job = new ClusterJob({
      ...{ folder: folder.file('job'), brokers: cluster.brokers },
      args: ['--window', `${windowMs}ms`, '--threads', '1'],
    });
    await job.running();
    expect(await examined()).toMatchObject({
      ...{ ok: false, found: 'Nothing of traffic was summed yet', remedy: noJob },
    });
    const agent = new TestAgent(traffic, 'ann', startMs);
    agent.record(startMs, [['10.0.0.1', '10.0.0.2', 700, 1]]);
    agent.mark(startMs + windowMs);
    await traffic.send();
    await expect.poll(examined, { timeout: 30_000 }).toMatchObject({
      ok: true,
      found: `the job streamchecker-cluster (version 1) sums windows of 10s into traffic-sums (2 partitions); all is summed, up to ${new Date(startMs + windowMs).toISOString()}; 1 instance of it runs`,
    });
  });

  it('says which right an account has not', { timeout: 120_000 }, async () => {
    const { DESCRIBE, DESCRIBE_CONFIGS, READ, WRITE } = AclOperationTypes;
    expect(await examinedByAnn()).toMatchObject(lacks('Describe', 'traffic'));
    await allow('traffic', DESCRIBE);
    expect(await examinedByAnn()).toMatchObject(lacks('Describe', 'traffic-sums'));
    await allow('traffic-sums', DESCRIBE);
    await allow('traffic-progress', DESCRIBE);
    expect(await examinedByAnn()).toMatchObject(lacks('Read', 'traffic-progress'));
    await allow('traffic-progress', READ);
    expect(await examinedByAnn()).toMatchObject(lacks('Read', 'traffic-sums'));
    await allow('traffic-sums', READ);
    const unknown = [
      'how many instances of it run is unknown, as this client lacks the right Describe on the group streamchecker-cluster',
      'whether traffic-sums is compacted is unknown, as this client lacks the right DescribeConfigs on the topic traffic-sums',
      'whether traffic-progress is compacted is unknown, as this client lacks the right DescribeConfigs on the topic traffic-progress',
      "a checker with this account can't tell the job its limits, as it lacks the right Write on the topic traffic-limits",
    ];
    const { ok, found } = await examinedByAnn();
    expect([ok, found.split('; ').slice(2)]).toEqual([true, unknown]);
    await allow('streamchecker-cluster', DESCRIBE, AclResourceTypes.GROUP);
    await allow('traffic-sums', DESCRIBE_CONFIGS);
    await allow('traffic-progress', DESCRIBE_CONFIGS);
    await allow('traffic-limits', WRITE);
    expect((await examinedByAnn()).found.split('; ').slice(2)).toEqual(['1 instance of it runs']);
  });

  it('says so in the words of other languages', async () => {
    using data = new TemporaryFolder();
    const options = ['--brokers', cluster.brokers.join(','), '--cluster', '--data-dir', data.path];
    const told = async (language: string): Promise<string> => {
      const doctor = new CommandLine(['doctor', ...options], { env: { LC_ALL: `${language}.UTF-8` } });
      await doctor.end();
      return doctor.lines.at(-1)!;
    };
    expect(await told('de_DE')).toMatch(
      /der Job streamchecker-cluster \(Version 1\) summiert Fenster von 10s in traffic-sums \(2 Partitionen\); alles ist summiert, bis .*Z; eine Instanz läuft$/,
    );
    expect(await told('fr_FR')).toMatch(
      /le job streamchecker-cluster \(version 1\) additionne .* \(2 partitions\)\s; tout est additionné, jusqu’à .*Z\s; une instance fonctionne$/,
    );
  });

  it('says that no instance runs, and that a job is of another version', { timeout: 120_000 }, async () => {
    await job!.stop('SIGTERM');
    await expect.poll(examined, { timeout: 60_000 }).toMatchObject({
      ...{ ok: false, found: 'No instance of the job streamchecker-cluster runs' },
      remedy: expect.stringContaining('start streamchecker-cluster') as string,
    });
    const version = { v: 2, kind: 'progress', partition: 0, window: windowMs, job: 'newer', offset: 1 };
    await traffic.say('traffic-progress', '0', JSON.stringify(version));
    expect(await examined()).toMatchObject({
      ok: false,
      found: 'The sums in traffic-sums are of version 2 of the job, and this program knows version 1',
      remedy: expect.stringMatching(/^update this program/) as string,
    });
  });
});
