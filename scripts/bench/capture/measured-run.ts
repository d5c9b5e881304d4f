import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuNsOf, descendantsOf, residentKibOf } from '../processes.ts';
import type { Reader } from './contenders.ts';
import { program } from './programs.ts';

/** What a command cost, its descendants included. */
export interface Cost {
  readonly wallNs: number;
  readonly cpuNs: number;
  /** Of the largest of its processes. */
  readonly peakKib: number;
}

/** A command that runs under `measure`; its output goes to a reader. */
export class MeasuredRun {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #closed: Promise<unknown[]>;
  #errors = '';

  private constructor(child: ChildProcess, folder: string, reader: Reader) {
    this.#child = child;
    this.#folder = folder;
    this.#closed = once(child, 'close');
    child.stdout?.on('data', (chunk: Buffer) => reader.stdout(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-500);
      reader.stderr(chunk);
    });
  }

  static async start(command: readonly string[], reader: Reader): Promise<MeasuredRun> {
    const measure = await program('measure');
    const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
    const child = spawn(measure, [join(folder, 'cost'), ...command], { stdio: ['pipe', 'pipe', 'pipe'] });
    return new MeasuredRun(child, folder, reader);
  }

  /** CPU time that the command and its descendants used so far, to the nanosecond. */
  cpuNs(): number {
    return descendantsOf(this.#child.pid ?? 0).reduce((sum, pid) => sum + cpuNsOf(pid), 0);
  }

  /** What the largest of them has in memory now. */
  residentKib(): number {
    return Math.max(0, ...descendantsOf(this.#child.pid ?? 0).map(residentKibOf));
  }

  /** Leaves what the command says in its pipe, as a reader does that is busy or asleep. */
  stopReading(): void {
    this.#child.stdout?.pause();
  }

  goOnReading(): void {
    this.#child.stdout?.resume();
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  stop(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** @throws {Error} with what the command said, where it failed */
  async cost(): Promise<Cost> {
    const [status] = await this.#closed;
    try {
      if (status !== 0)
        throw new Error(`${this.#child.spawnargs.slice(2).join(' ')}: ${this.#errors.trim()}`);
      return JSON.parse(readFileSync(join(this.#folder, 'cost'), 'utf8')) as Cost;
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }
}
