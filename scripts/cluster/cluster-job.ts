import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterJar, clusterLibraries } from '../setup/cluster.mjs';

/** Small and quick to start. */
const javaOptions = [
  ...['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:MaxMetaspaceSize=96m'],
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

export interface JobOptions {
  /** Folder of this instance: its state, and what it prints. */
  readonly folder: string;
  readonly brokers: readonly string[];
  /** Further options of the job. */
  readonly args: readonly string[];
  /** Options of Java, in place of those that make it quick to start. */
  readonly java?: readonly string[];
}

/** An instance of the job that sums in a cluster, as a process. */
export class ClusterJob {
  readonly process: ChildProcess;
  readonly #outputFile: string;

  constructor({ folder, brokers, args, java = javaOptions }: JobOptions) {
    mkdirSync(folder, { recursive: true });
    this.#outputFile = join(folder, 'output');
    const output = openSync(this.#outputFile, 'a');
    const classPath = `${clusterJar}:${join(clusterLibraries, '*')}`;
    const own = ['--brokers', brokers.join(','), '--state-dir', join(folder, 'state')];
    this.process = spawn('java', [...java, '-cp', classPath, 'streamchecker.cluster.Main', ...own, ...args], {
      stdio: ['ignore', output, output],
    });
    closeSync(output);
  }

  /** What it printed. */
  get output(): string {
    return readFileSync(this.#outputFile, 'utf8');
  }

  /**
   * Resolves when it sums.
   *
   * @throws {Error} with what it printed, where it ends before
   */
  async running(): Promise<void> {
    while (!this.output.includes('is running')) {
      if (this.process.exitCode !== null) throw new Error(`the job did not start:\n${this.output}`);
      await sleep(50);
    }
  }

  /** Resolves when it has ended by itself, with its exit status. */
  async ended(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }

  /** Ends it: at once by SIGKILL, in order by SIGTERM. */
  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill(signal);
    await ended;
  }
}
