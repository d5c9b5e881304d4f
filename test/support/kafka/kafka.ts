import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe } from 'vitest';
import { type ClusterOptions, KafkaCluster } from '../../../scripts/kafka/kafka-cluster.ts';
import { OldBroker } from '../../../scripts/kafka/old-broker.ts';
import { kafkaLibraries, oldKafkaLibraries } from '../../../scripts/setup/kafka.mjs';

const runs = (program: string, argument: string): boolean => spawnSync(program, [argument]).status === 0;

/** Why there can be no broker here; undefined where there can. */
const hindranceFor = (libraries: string): string | undefined =>
  !existsSync(libraries)
    ? 'Apache Kafka could not be fetched (Maven and its central repository are needed)'
    : !runs('java', '-version')
      ? 'Java is not installed'
      : !runs('kcat', '-V')
        ? 'kcat is not installed'
        : undefined;

/** Tests on real brokers; with null, the tests start them by themselves. Where there can be none, they say so and do not run; in CI that is an error. */
export function describeKafka(
  name: string,
  options: ClusterOptions | null,
  tests: (cluster: () => KafkaCluster) => void,
): void {
  describeBrokers(name, kafkaLibraries, options && (() => KafkaCluster.start(options)), tests);
}

/** Tests on a real broker from before topics had ids. */
export function describeOldKafka(name: string, tests: (broker: () => OldBroker) => void): void {
  describeBrokers(name, oldKafkaLibraries, () => OldBroker.start(), tests);
}

/** A broker says itself when it is stuck: on a machine that is busy with much else, three of them take minutes. */
const longestStartMs = 300_000;

function describeBrokers<T extends { stop(): Promise<void> }>(
  name: string,
  libraries: string,
  start: (() => Promise<T>) | null,
  tests: (brokers: () => T) => void,
): void {
  const hindrance = hindranceFor(libraries);
  if (hindrance !== undefined && !process.env.CI) {
    console.warn(`not run: ${name}: ${hindrance}`);
    describe.skip(name, () => tests(() => undefined as never));
    return;
  }
  describe(name, () => {
    let brokers: T | undefined;
    beforeAll(async () => {
      if (hindrance !== undefined) throw new Error(hindrance);
      brokers = await start?.();
    }, longestStartMs);
    afterAll(() => brokers?.stop());
    tests(() => brokers!);
  });
}

/** Runs kcat, and gives back what it printed. */
export function kcat(broker: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('kcat', ['-b', broker, ...args], {
    input,
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (status !== 0) throw new Error(`kcat ${args.join(' ')}: ${stderr}`);
  return stdout;
}
