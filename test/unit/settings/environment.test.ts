import { chmodSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kafkaSettings } from '../../../src-main/settings/kafka-settings.ts';
import { resolveOptions } from '../../../src-main/settings/resolve.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

let folder: TemporaryFolder;
beforeEach(() => (folder = new TemporaryFolder()));
afterEach(() => folder[Symbol.dispose]());

const file = (text: string, mode = 0o600): string => {
  const path = folder.file('kafka.conf');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
};
const sasl = { STREAMCHECKER_KAFKA_SASL_MECHANISM: 'plain', STREAMCHECKER_KAFKA_SASL_USERNAME: 'ann' };

const brokers = ['kafka:9092'];

/** The settings of a run with brokers, but for these. */
function kafkaEnvironment(environment: NodeJS.ProcessEnv): unknown {
  const values = resolveOptions({ environment, commandLine: { 'kafka.brokers': brokers } });
  const { brokers: _, ...others } = kafkaSettings(values, brokers);
  return others;
}

describe('the settings of the brokers', () => {
  it('are the defaults where nothing is said', () => {
    expect(kafkaEnvironment({})).toEqual({
      ...{ topic: 'traffic', alertsTopic: 'traffic-alerts', sums: null, publishWhen: '', mode: 'record' },
      ...{ tls: null, sasl: null, clientId: 'streamchecker', group: null, compression: 'zstd', acks: -1 },
      creation: { allowed: true, partitions: 6, replication: -1, retentionMs: 604_800_000 },
      spool: { maxBytes: 1_073_741_824, maxAgeMs: 86_400_000 },
      requestTimeoutMs: 10_000,
    });
  });

  it('come from the environment', () => {
    const ca = file('PEM');
    const settings = kafkaEnvironment({
      ...sasl,
      STREAMCHECKER_KAFKA_SASL_PASSWORD: 'secret',
      STREAMCHECKER_KAFKA_CA: ca,
      STREAMCHECKER_KAFKA_PARTITIONS: '12',
      STREAMCHECKER_KAFKA_SPOOL_AGE: '2h',
      STREAMCHECKER_KAFKA_CREATE_TOPICS: 'off',
    });
    expect(settings).toMatchObject({
      sasl: { mechanism: 'plain', username: 'ann', password: 'secret' },
      tls: { ca: 'PEM', certificate: null, key: null },
      creation: { allowed: false, partitions: 12 },
      spool: { maxAgeMs: 7_200_000 },
    });
  });

  it('come from a private file, after what the environment says', () => {
    const path = file('# brokers\nSASL_PASSWORD = a=b c \nGROUP=of-file\nTLS=on\n');
    const settings = kafkaEnvironment({
      ...sasl,
      STREAMCHECKER_KAFKA_CONFIG: path,
      STREAMCHECKER_KAFKA_GROUP: 'mine',
    });
    expect(settings).toMatchObject({ sasl: { password: 'a=b c' }, group: 'mine', tls: { ca: null } });
  });

  it.each([
    [() => ({ STREAMCHECKER_KAFKA_CONFIG: file('GROUP=x\n', 0o640) }), /others than its owner/],
    [() => ({ STREAMCHECKER_KAFKA_CONFIG: folder.file('none') }), /can't be read \(ENOENT\)/],
    [() => ({ STREAMCHECKER_KAFKA_CONFIG: file('PASSWROD=hush\n') }), /nothing known/],
    [() => ({ STREAMCHECKER_KAFKA_PASSWROD: 'hush' }), /STREAMCHECKER_KAFKA_PASSWROD is not a setting/],
    [() => sasl, /SASL needs/],
    [() => ({ STREAMCHECKER_KAFKA_SASL_PASSWORD: 'hush' }), /need a mechanism/],
    [() => ({ STREAMCHECKER_KAFKA_CONFIG: file('SASL_USERNAME=ann\n') }), /need a mechanism/],
    [() => ({ STREAMCHECKER_KAFKA_SASL_MECHANISM: 'hush' }), /SASL_MECHANISM is not one of its choices/],
    [() => ({ STREAMCHECKER_KAFKA_PARTITIONS: '0' }), /PARTITIONS must be an integer/],
    [() => ({ STREAMCHECKER_KAFKA_RETENTION: 'hush' }), /RETENTION is not a valid duration/],
    [() => ({ STREAMCHECKER_KAFKA_CERTIFICATE: file('PEM') }), /belong together/],
  ])('are refused without a word of their value: %#', (environment, message) => {
    let thrown: unknown;
    try {
      kafkaEnvironment(environment());
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MonitorError);
    expect(thrown).toMatchObject({
      code: 'settings/invalid',
      message: expect.stringMatching(message) as string,
    });
    expect(JSON.stringify((thrown as MonitorError).toData())).not.toMatch(/hush/);
  });
});
