import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oldKafkaLibraries } from '../setup/kafka.mjs';
import { freePorts } from '../free-ports.ts';
import { javaOptions, listens } from './kafka-cluster.ts';

/** One Apache Kafka from before topics had ids, and the ZooKeeper that it needs, on free ports of 127.0.0.1. */
export class OldBroker {
  readonly #folder: string;
  readonly #port: number;
  readonly #keeperPort: number;
  readonly #processes: ChildProcess[] = [];

  private constructor(folder: string, port: number, keeperPort: number) {
    this.#folder = folder;
    this.#port = port;
    this.#keeperPort = keeperPort;
  }

  /** @throws {Error} with what a process printed, where one does not start */
  static async start(): Promise<OldBroker> {
    const [port, keeperPort] = (await freePorts(2)) as [number, number];
    const broker = new OldBroker(mkdtempSync(join(tmpdir(), 'streamchecker-kafka-')), port, keeperPort);
    try {
      await broker.#startKeeper();
      await broker.#startBroker();
    } catch (error) {
      await broker.stop();
      throw error;
    }
    return broker;
  }

  get brokers(): string[] {
    return [`127.0.0.1:${this.#port}`];
  }

  async stop(): Promise<void> {
    const running = this.#processes.filter(({ exitCode, signalCode }) => exitCode === null && !signalCode);
    await Promise.all(running.map((child) => (child.kill('SIGKILL'), once(child, 'exit'))));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #startKeeper(): Promise<void> {
    return this.#run('org.apache.zookeeper.server.quorum.QuorumPeerMain', 'keeper', this.#keeperPort, {
      dataDir: join(this.#folder, 'keeper-data'),
      clientPort: this.#keeperPort,
      clientPortAddress: '127.0.0.1',
      maxClientCnxns: 0,
      'admin.enableServer': 'false',
    });
  }

  #startBroker(): Promise<void> {
    return this.#run('kafka.Kafka', 'broker', this.#port, {
      'broker.id': 1,
      listeners: `PLAINTEXT://127.0.0.1:${this.#port}`,
      'zookeeper.connect': `127.0.0.1:${this.#keeperPort}`,
      'log.dirs': join(this.#folder, 'data'),
      'auto.create.topics.enable': 'false',
      'offsets.topic.num.partitions': 1,
      'offsets.topic.replication.factor': 1,
      'transaction.state.log.num.partitions': 1,
      'transaction.state.log.replication.factor': 1,
      'transaction.state.log.min.isr': 1,
      'group.initial.rebalance.delay.ms': 0,
      'log.cleaner.dedupe.buffer.size': 8 * 2 ** 20,
      // A topic that is deleted is gone at once.
      'file.delete.delay.ms': 0,
    });
  }

  async #run(
    main: string,
    name: string,
    port: number,
    properties: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    const [file, outputFile] = [
      join(this.#folder, `${name}.properties`),
      join(this.#folder, `${name}.output`),
    ];
    const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(file, lines.join(''));
    const output = openSync(outputFile, 'a');
    const child = spawn('java', [...javaOptions, '-cp', join(oldKafkaLibraries, '*'), main, file], {
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    this.#processes.push(child);
    await listens(child, port, outputFile);
  }
}
