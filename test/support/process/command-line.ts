import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, TestRunner } from 'vitest';
import type { WindowLine } from '../../../src-main/command-line/json-lines.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface AlertLine {
  readonly type: 'alert';
  readonly id: string;
  readonly state: 'firing' | 'resolved';
  readonly limit: { readonly name: string; readonly value: number; readonly effectiveDate: string };
  readonly window: { readonly start: string; readonly end: string };
  readonly observed: number;
  readonly at: string;
}

export type Line = WindowLine | AlertLine | ({ readonly type: 'summary' } & Record<string, number>);

export const builtProgram = [process.execPath, '--enable-source-maps', join(root, 'dist/main/cli.js')];

export interface CommandLineOptions {
  /** What runs the program: `strace`, `unshare` and the like, with their arguments. */
  readonly command?: readonly string[];
  /** Another program than the built one. */
  readonly program?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads from standard input, through a pipe; nothing unless set. */
  readonly input?: Uint8Array;
}

/** The built command line, or a packaged one, as a process of its own. One that a test starts ends with it at the latest. */
export class CommandLine {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  /** When each line came, in milliseconds since the epoch. */
  readonly lineTimes: number[] = [];
  errors = '';
  readonly #ended: Promise<number | null>;

  constructor(args: readonly string[], options: CommandLineOptions = {}) {
    const [first, ...others] = [...(options.command ?? []), ...(options.program ?? builtProgram), ...args];
    this.process = spawn(first!, others, {
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      // This machine's language, and the data of its own StreamChecker, are none of a test's business.
      env: {
        ...{ ...process.env, LC_ALL: 'C.UTF-8', XDG_DATA_HOME: join(tmpdir(), 'streamchecker-test-none') },
        ...options.env,
      },
    });
    this.process.stdin?.end(options.input);
    createInterface(this.process.stdout!).on('line', (line) => {
      this.lines.push(line);
      this.lineTimes.push(Date.now());
    });
    this.process.stderr!.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.#ended = once(this.process, 'close').then(([status]) => status as number | null);
    // Whoever starts it in a hook, or without vitest, ends it.
    if (TestRunner.getCurrentTest() !== undefined) onTestFinished(() => this.kill('SIGKILL'));
  }

  /** The exit status; null after a signal. */
  end(): Promise<number | null> {
    return this.#ended;
  }

  isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  json(): Line[] {
    return this.lines.map((line) => JSON.parse(line) as Line);
  }

  /** The last line of each window, by its start: what counts. */
  windows(): WindowLine[] {
    const last = new Map<string, WindowLine>();
    for (const line of this.json()) if (line.type === 'window') last.set(line.start, line);
    return [...last.values()].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  }

  alerts(): AlertLine[] {
    return this.json().filter((line) => line.type === 'alert');
  }

  summary(): Record<string, number> {
    const last = this.json().at(-1);
    if (last?.type !== 'summary') throw new Error(`no summary line: ${this.errors}`);
    return last;
  }

  /** Waits until what was printed fulfils the condition. */
  async until(condition: (run: this) => boolean, limitMs = 15_000): Promise<void> {
    const deadline = Date.now() + limitMs;
    while (!condition(this)) {
      if (Date.now() > deadline || !this.isRunning()) {
        throw new Error(`did not come to pass: ${this.lines.join('\n')}\n${this.errors}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Runs the command line to its end. */
export async function runCli(...args: string[]): Promise<CommandLine & { status: number | null }> {
  const run = new CommandLine(args);
  return Object.assign(run, { status: await run.end() });
}

/** A folder that goes when the test is over. */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'streamchecker-test-'));

  file(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Node keeps there what it compiled of a source, until the source changes. */
const compiled = JSON.stringify(join(root, '.cache/compiled-sources'));

/** The sources, as they are run: for what needs no build. */
export const sources = [
  process.execPath,
  '--import',
  `data:text/javascript,import { enableCompileCache } from "node:module";enableCompileCache(${encodeURIComponent(compiled)});globalThis.__APP_VERSION__ = "0"`,
  join(import.meta.dirname, '../../../src-main/cli.ts'),
];

/** Lines that a command prints, run from the sources in UTC; it must succeed, and say nothing else. */
export async function linesOf(...args: string[]): Promise<string[]> {
  const run = new CommandLine(args, { program: sources, env: { TZ: 'UTC' } });
  expect([await run.end(), run.errors]).toEqual([0, '']);
  return run.lines;
}
