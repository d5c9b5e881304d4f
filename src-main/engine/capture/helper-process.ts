import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/disposable.ts';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import type { CaptureProgram, Command } from './capture-program.ts';
import { HelperDecoder } from './helper-decoder.ts';
import type { HelperFrame } from './helper-protocol.ts';

/** How a helper ended. */
export interface HelperExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last of what it wrote to stderr. */
  readonly stderr: string;
  /** Why it could not even be started. */
  readonly error?: NodeJS.ErrnoException;
}

type HelperChild = ChildProcessByStdio<Writable | null, Readable, Readable>;

const maxStderr = 4096;
/** A helper that is asked to end gets so long for its last flush, and so long again to obey a signal. */
const askMs = 1000;
const insistMs = 600;

/** One run of the capture helper, or of what stands in for it. It is ended through its own handle, in at most 1.6 s. */
export class HelperProcess {
  readonly exit: Promise<HelperExit>;
  readonly #child: HelperChild;
  readonly #clock: Clock;
  readonly #timers: Disposable[] = [];
  #stderr = '';
  #ending = false;

  /** @param stdin `inherit` where the helper reads a capture from there */
  constructor(
    clock: Clock,
    [program, ...leading]: Command,
    args: readonly string[],
    stdin: 'pipe' | 'inherit' = 'pipe',
  ) {
    this.#clock = clock;
    // The types know each kind of stdin, but not either.
    this.#child = spawn(program, [...leading, ...args], { stdio: [stdin, 'pipe', 'pipe'] }) as HelperChild;
    // A helper that is gone closes its stdin: that is told by its exit.
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-maxStderr);
    });
    this.exit = this.#watchExit();
  }

  /** Process id, undefined if it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * What the helper says until its stdout ends; no faster than it is read.
   *
   * @throws MonitorError as {@link HelperDecoder.decode}
   */
  async *frames(): AsyncGenerator<HelperFrame, void, undefined> {
    const decoder = new HelperDecoder();
    for await (const chunk of this.#chunks()) yield* decoder.decode(chunk);
  }

  async *#chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* this.#child.stdout;
    } catch (reason) {
      // So ends the stdout of a helper that could not be started.
      if ((reason as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw reason;
    }
  }

  /** Asks for the last flush and the end; a helper that does not obey is killed. */
  stop(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#child.stdin?.end();
    this.#after(askMs, 'SIGTERM');
    this.#after(askMs + insistMs, 'SIGKILL');
  }

  /** Asks for the end by a signal, where the helper's stdin is not ours to close; one that does not obey is killed. */
  interrupt(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#child.kill('SIGTERM');
    this.#after(askMs + insistMs, 'SIGKILL');
  }

  /** Ends the helper without reading what it still has to say; resolves when it is gone. */
  async abandon(): Promise<HelperExit> {
    this.#ending = true;
    this.#child.stdin?.destroy();
    this.#child.stdout.destroy();
    this.#child.kill('SIGTERM');
    this.#after(insistMs, 'SIGKILL');
    return this.exit;
  }

  #after(delayMs: number, signal: NodeJS.Signals): void {
    this.#timers.push(this.#clock.once(delayMs, () => this.#child.kill(signal)));
  }

  #watchExit(): Promise<HelperExit> {
    return new Promise((resolve) => {
      const settle = (exit: Omit<HelperExit, 'stderr'>): void => {
        for (const timer of this.#timers) timer.dispose();
        resolve({ ...exit, stderr: this.#stderr.trim() });
      };
      // Also told of a signal that could not be sent; the child is still there then.
      this.#child.on('error', (error) => {
        if (this.pid === undefined) settle({ code: null, signal: null, error });
      });
      this.#child.once('exit', (code, signal) => settle({ code, signal }));
    });
  }
}

/** The end of a helper that nobody asked it for, with its last words. */
function unexpectedEnd(program: Text, { code, signal, stderr }: HelperExit): Phrase {
  const detail = stderr.split('\n').at(-1) ?? '';
  const status = String(code);
  if (signal === null)
    return detail === ''
      ? say('capture.exited', { program, status })
      : say('capture.exitedSaying', { program, status, detail });
  return detail === ''
    ? say('capture.killed', { program, signal })
    : say('capture.killedSaying', { program, signal, detail });
}

/** The error of a program that this person may not run. */
export const mayNotRun = (program: CaptureProgram): MonitorError =>
  new MonitorError('capture/not-permitted', say('capture.mayNotRun', { program: program.name }), {
    remedy: program.permissionRemedy(),
  });

/** The error of a helper that ended though nobody asked it to, or that could not be started. */
export function exitError(program: CaptureProgram, exit: HelperExit): MonitorError {
  const cause = exit.error;
  if (cause?.code === 'ENOENT') return program.missing();
  if (cause?.code === 'EACCES') return mayNotRun(program);
  const refusal = exit.code === null ? undefined : program.refusal?.(exit.code, exit.stderr);
  if (refusal !== undefined) return refusal;
  const message =
    cause === undefined
      ? unexpectedEnd(program.name, exit)
      : say('capture.notStarted', { program: program.name, detail: cause.message });
  return new MonitorError('capture/failed', message, { retriable: cause === undefined, cause });
}
