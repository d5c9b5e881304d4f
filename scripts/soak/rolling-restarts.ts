import { setTimeout as sleep } from 'node:timers/promises';
import { nothingRead } from '../../src-main/engine/log/message-log.ts';
import { systemClock } from '../../src-main/engine/run/system-clock.ts';
import { PublishedLoad } from '../../test/support/kafka/published-load.ts';
import { TestConsumer, TestProducer, testSettings } from '../../test/support/kafka/stream-run.ts';
import { TemporaryFolder } from '../../test/support/process/command-line.ts';
import { KafkaCluster } from '../kafka/kafka-cluster.ts';
import { type Account, accountLine, distribution, isBalanced, type Say } from './soak.ts';

/** After a broker is back, records are summed again within this, however busy the machine is. */
const longestHaltMs = 600_000;
const modes = ['record', 'packet'] as const;

/** A producer and a consumer of one topic, with their folders. */
class Pipeline {
  readonly mode: (typeof modes)[number];
  readonly producer: TestProducer;
  readonly consumer: TestConsumer;
  readonly load: PublishedLoad;
  readonly #folders = [new TemporaryFolder(), new TemporaryFolder()] as const;

  constructor(mode: (typeof modes)[number], brokers: readonly string[]) {
    const creation = { allowed: true, partitions: 6, replication: 3, retentionMs: null };
    const settings = testSettings(brokers, { topic: `rolled-${mode}`, creation, mode });
    this.mode = mode;
    this.producer = new TestProducer(this.#folders[0].path, { ...settings, requestTimeoutMs: 10_000 });
    this.consumer = new TestConsumer(this.#folders[1].path, settings);
    this.load = new PublishedLoad(this.producer);
  }

  get waiting(): number {
    return this.#spool.records;
  }

  get #spool(): { records: number; droppedPackets: number } {
    return this.producer.stream.status(nothingRead.positions, systemClock.now()).spool!;
  }

  /** Resolves when something that is published from now on was summed. */
  async flows(): Promise<void> {
    const before = this.load.packets;
    await untilRarely(() => this.consumer.totals.packets > before);
  }

  /** Waits until all of it has arrived, and a little longer, as nothing may come twice. */
  async account(): Promise<Account> {
    await this.producer.sent(longestHaltMs);
    await untilRarely(() => this.consumer.totals.packets >= this.load.packets).catch(() => {});
    await sleep(5_000);
    return {
      name: this.mode,
      published: this.load.totals,
      summed: this.consumer.totals,
      deadLetters: this.consumer.deadLetters().length,
      dropped: this.#spool.droppedPackets,
    };
  }

  async stop(): Promise<void> {
    await this.consumer.stop();
    await this.producer.stop();
    for (const folder of this.#folders) folder[Symbol.dispose]();
  }
}

/**
 * Restarts three brokers one after the other, again and again, while records are produced and consumed in both modes.
 *
 * @returns whether everything that was published was summed, or said to be missing
 */
export async function rollingRestarts(minutes: number, say: Say): Promise<boolean> {
  const cluster = await KafkaCluster.start({ brokers: 3 });
  const pipelines = modes.map((mode) => new Pipeline(mode, cluster.brokers));
  const publishing = new AbortController();
  const failures: unknown[] = [];
  const published = pipelines.map(({ load }) =>
    publishUntil(publishing.signal, load).catch((thrown: unknown) => void failures.push(thrown)),
  );
  try {
    const haltsMs = await restartFor(minutes, cluster, pipelines, say);
    publishing.abort();
    await Promise.all(published);
    const accounts = await Promise.all(pipelines.map((one) => one.account()));
    for (const account of accounts) say(accountLine(account));
    for (const { mode, consumer } of pipelines) say(`${mode}: notices: ${JSON.stringify(consumer.notices)}`);
    say(`restarts, each until records of after it were summed: ${distribution(haltsMs)}`);
    return failures.length === 0 && accounts.every(isBalanced);
  } finally {
    publishing.abort();
    await Promise.all(published);
    for (const failure of failures) say(`publishing broke off: ${String(failure)}`);
    const stopped = await Promise.allSettled(pipelines.map((pipeline) => pipeline.stop()));
    for (const one of stopped) if (one.status === 'rejected') say(`did not stop: ${String(one.reason)}`);
    await cluster.stop();
  }
}

async function publishUntil(signal: AbortSignal, load: PublishedLoad): Promise<void> {
  while (!signal.aborted) await load.publishFor(500);
}

/** Starts a broker; one that gets stuck, as the machine is busy with much else, is killed and started again. */
async function start(cluster: KafkaCluster, id: number, say: Say, attempts = 10): Promise<void> {
  try {
    await cluster.startBroker(id);
  } catch (thrown) {
    if (attempts <= 1) throw thrown;
    say(`broker ${id} got stuck as it started, and is started again`);
    await cluster.stopBroker(id, 'SIGKILL');
    await start(cluster, id, say, attempts - 1);
  }
}

async function restartFor(
  minutes: number,
  cluster: KafkaCluster,
  pipelines: readonly Pipeline[],
  say: Say,
): Promise<number[]> {
  const haltsMs: number[] = [];
  for (const endMs = Date.now() + minutes * 60_000; Date.now() < endMs;) {
    const id = 1 + (haltsMs.length % cluster.ports.length);
    const sinceMs = Date.now();
    await cluster.stopBroker(id, 'SIGTERM');
    const stoppedMs = Date.now() - sinceMs;
    await start(cluster, id, say);
    const startedMs = Date.now() - sinceMs;
    await Promise.all(pipelines.map((one) => one.flows()));
    haltsMs.push(Date.now() - sinceMs);
    const state = pipelines.map(
      ({ mode, load, waiting }) => `${mode} ${load.packets} published, ${waiting} in the spool`,
    );
    say(
      `${haltsMs.length}: broker ${id} stopped in ${stoppedMs} ms, back after ${startedMs} ms, ` +
        `summed on after ${haltsMs.at(-1)!} ms; ${state.join('; ')}`,
    );
  }
  return haltsMs;
}

/** As `until`, but looks each second only: each look is a commit. */
async function untilRarely(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + longestHaltMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`nothing was summed for ${longestHaltMs / 1_000} s`);
    await sleep(1_000);
  }
}
