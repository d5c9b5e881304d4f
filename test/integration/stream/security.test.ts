import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KafkaCluster } from '../../../scripts/kafka/kafka-cluster.ts';
import type {
  KafkaSettings,
  SaslSettings,
  TlsSettings,
} from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import { Authority } from '../../support/network/authority.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { flow } from '../../support/records/flows.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import {
  TestConsumer,
  TestProducer,
  testSettings,
  until,
  wholeSecond,
} from '../../support/kafka/stream-run.ts';

const password = 'not-to-be-seen-1f7a';

describeKafka('brokers that ask who is there', null, () => {
  const owned = new Owned();
  let files: TemporaryFolder;
  let authority: Authority;
  let client: TlsSettings;
  let cluster: KafkaCluster;
  beforeAll(async () => {
    files = new TemporaryFolder();
    authority = new Authority(files.path, 'authority');
    const { key, certificate } = authority.issue('broker');
    writeFileSync(files.file('broker-store.pem'), key + certificate);
    client = { ca: authority.text, ...authority.issue('client') };
    cluster = await KafkaCluster.start({
      security: {
        keyStore: files.file('broker-store.pem'),
        trustStore: authority.file,
        accounts: { ann: password },
      },
      scram: { ann: password },
    });
  });
  afterAll(async () => {
    await cluster.stop();
    files[Symbol.dispose]();
  });

  const settingsOn = (port: 'tls' | 'sasl', topic: string, changes: Partial<KafkaSettings>): KafkaSettings =>
    testSettings([`127.0.0.1:${cluster.ports[0]![port]}`], { topic, ...changes });
  const passes = async (settings: KafkaSettings): Promise<void> => {
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    const consumer = owned.own(new TestConsumer(owned.folder(), settings));
    await producer.publish(wholeSecond(), [flow('10.0.0.1', '10.0.0.2', 77)]);
    await until(() => consumer.totals.bytes === 77);
  };
  const refusal = async (settings: KafkaSettings): Promise<string | undefined> => {
    const producer = owned.own(new TestProducer(owned.folder(), settings));
    const problem = () => producer.stream.status(new Map(), 0 as never).problem;
    await until(() => problem() !== null);
    expect(JSON.stringify(problem())).not.toContain(password);
    return problem()?.code;
  };
  const account = (mechanism: SaslSettings['mechanism']): SaslSettings => ({
    mechanism,
    username: 'ann',
    password,
  });

  it('let in a client certificate of their authority, and no other', async () => {
    await passes(settingsOn('tls', 'by-certificate', { tls: client }));
    const other = new Authority(files.path, 'other');
    expect(await refusal(settingsOn('tls', 'x', { tls: { ...client, ...other.issue('stranger') } }))).toBe(
      'stream/not-trusted',
    );
  });

  it('are not trusted without their authority', async () => {
    expect(await refusal(settingsOn('tls', 'x', { tls: { ...client, ca: null } }))).toBe(
      'stream/not-trusted',
    );
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'let in by SASL %s, and not with a wrong password',
    async (mechanism) => {
      const tls = { ca: authority.text, certificate: null, key: null };
      await passes(settingsOn('sasl', `by-${mechanism}`, { tls, sasl: account(mechanism) }));
      const wrong = { ...account(mechanism), password: `${password}-wrong` };
      expect(await refusal(settingsOn('sasl', 'x', { tls, sasl: wrong }))).toBe('stream/not-permitted');
    },
  );

  it('are told nothing in place of a password that the keyring does not open', async () => {
    const tls = { ca: authority.text, certificate: null, key: null };
    const sealed = { ...account('plain'), password: null };
    expect(await refusal(settingsOn('sasl', 'x', { tls, sasl: sealed }))).toBe('settings/no-keyring');
  });

  it('are told a password that stands in no argument, no output and no file', async () => {
    const folder = owned.folder();
    const run = new CommandLine(
      ['check', '--brokers', `127.0.0.1:${cluster.ports[0]!.sasl}`, '--data-dir', folder, '--verbose'],
      {
        env: {
          STREAMCHECKER_KAFKA_CA: authority.file,
          STREAMCHECKER_KAFKA_SASL_MECHANISM: 'plain',
          STREAMCHECKER_KAFKA_SASL_USERNAME: 'ann',
          STREAMCHECKER_KAFKA_SASL_PASSWORD: `${password}-wrong`,
        },
      },
    );
    await until(() => run.errors.includes('refuse the name or password'));
    const [command, found] = [
      readFileSync(`/proc/${run.process.pid!}/cmdline`, 'utf8'),
      execFileSync('sh', ['-c', 'grep -rc "$0" "$1" || true', password, folder], { encoding: 'utf8' }),
    ];
    run.kill('SIGTERM');
    await run.end();
    await sleep(0);
    expect(command + run.errors + run.lines.join('\n')).not.toContain(password);
    expect(found.split('\n').filter((line) => /:[1-9]/.test(line))).toEqual([]);
  });
});
