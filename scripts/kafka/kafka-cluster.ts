import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { kafkaClasses, kafkaLibraries } from '../setup/kafka.mjs';
import {
  type BrokerPorts,
  brokerProperties,
  type ClusterSecurity,
  type Properties,
} from './broker-properties.ts';
import { freePorts } from '../free-ports.ts';

const run = promisify(execFile);
/** A broker that starts writes its log meanwhile; one that writes nothing for so long has got stuck. */
const longestSilenceMs = 180_000;
const classPath = ['-cp', join(kafkaLibraries, '*')];
/** Java takes the classes from there as they were once loaded; where it can't, it loads them. */
const archived = (): string[] => (existsSync(kafkaClasses) ? [`-XX:SharedArchiveFile=${kafkaClasses}`] : []);
/** Small and quick to start, rather than quick for ever. */
export const javaOptions = [
  '-Xmx256m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

export interface ClusterOptions {
  readonly brokers?: number;
  readonly security?: ClusterSecurity;
  /** Accounts for SCRAM. */
  readonly scram?: Readonly<Record<string, string>>;
  /** Further properties of every broker. */
  readonly properties?: Properties;
  /** Further options of Java for the brokers; by default they start from the archived classes. */
  readonly java?: readonly string[];
  /** A port from which a way leads to the `detour` port of the one broker: it may be cut for those who came by it. */
  readonly detour?: number;
}

/** Apache Kafka in KRaft mode on free ports of 127.0.0.1, its data in a temporary folder. */
export class KafkaCluster {
  readonly folder: string;
  readonly ports: readonly BrokerPorts[];
  readonly #java: readonly string[];
  readonly #processes = new Map<number, ChildProcess>();

  private constructor(folder: string, ports: readonly BrokerPorts[], java: readonly string[]) {
    this.folder = folder;
    this.ports = ports;
    this.#java = [...javaOptions, ...java];
  }

  /** @throws {Error} with what a broker printed, where one does not start */
  static async start(options: ClusterOptions = {}): Promise<KafkaCluster> {
    const { brokers = 1, java = archived() } = options;
    const free = await freePorts(brokers * 5);
    const ports = Array.from({ length: brokers }, (_, i) => {
      const [plain, controller, tls, sasl, detour] = free.slice(5 * i) as [
        number,
        number,
        number,
        number,
        number,
      ];
      return { id: i + 1, plain, controller, tls, sasl, detour };
    });
    const cluster = new KafkaCluster(mkdtempSync(join(tmpdir(), 'streamchecker-kafka-')), ports, java);
    try {
      await cluster.#format(options);
      await Promise.all(ports.map(({ id }) => cluster.startBroker(id)));
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** Where clients connect without TLS. */
  get brokers(): string[] {
    return this.ports.map(({ plain }) => `127.0.0.1:${plain}`);
  }

  /** Starts a broker, and waits until it listens. */
  async startBroker(id: number): Promise<void> {
    const output = openSync(this.#file(id, 'output'), 'a');
    const args = [...this.#java, ...classPath, 'kafka.Kafka', this.#file(id, 'properties')];
    const child = spawn('java', args, { stdio: ['ignore', output, output] });
    closeSync(output);
    this.#processes.set(id, child);
    const { plain } = this.ports.find((port) => port.id === id)!;
    await listens(child, plain, this.#file(id, 'output'));
  }

  /** Ends a broker: at once by SIGKILL, in an orderly way by SIGTERM. */
  async stopBroker(id: number, signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    const child = this.#processes.get(id);
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Stops a broker where it is, as a machine that hangs; or lets it go on. */
  freezeBroker(id: number, frozen: boolean): void {
    this.#processes.get(id)?.kill(frozen ? 'SIGSTOP' : 'SIGCONT');
  }

  async stop(): Promise<void> {
    await Promise.all(this.ports.map(({ id }) => this.stopBroker(id, 'SIGKILL')));
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #format({ security, scram = {}, properties = {}, detour }: ClusterOptions): Promise<void> {
    const accounts = Object.entries(scram).flatMap(([name, password]) =>
      ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((kind) => [
        '--add-scram',
        `${kind}=[name=${name},password=${password}]`,
      ]),
    );
    const format = async (own: BrokerPorts): Promise<void> => {
      const folder = join(this.folder, String(own.id));
      mkdirSync(folder);
      const file = this.#file(own.id, 'properties');
      writeFileSync(file, brokerProperties(own, this.ports, folder, security, properties, detour));
      const tool = ['kafka.tools.StorageTool', 'format', '-t', 'c3RyZWFtY2hlY2tlci10dw', '-c', file];
      await run('java', [...javaOptions, ...archived(), ...classPath, ...tool, ...accounts]);
    };
    await Promise.all(this.ports.map(format));
  }

  #file(id: number, name: string): string {
    return join(this.folder, String(id), name);
  }
}

/**
 * Resolves when a process listens on its port. On a slow machine that may take long: it is waited for as long as it goes
 * on writing its log.
 *
 * @throws {Error} with what it printed, where it does not start
 */
export async function listens(
  child: ChildProcess,
  port: number,
  outputFile: string,
  patienceMs = longestSilenceMs,
): Promise<void> {
  let [written, saidAt] = [0, Date.now()];
  while (!(await answers(port))) {
    const { size } = statSync(outputFile);
    if (size !== written) [written, saidAt] = [size, Date.now()];
    if (child.exitCode !== null || child.signalCode !== null || Date.now() - saidAt > patienceMs)
      throw new Error(`a broker did not start:\n${readFileSync(outputFile, 'utf8').slice(-2000)}`);
    await sleep(50);
  }
}

/** Whether something listens on a port. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
