import { BackOff } from '../../common/back-off.ts';
import type { Clock } from '../../common/clock.ts';
import { MonitorError } from '../../common/errors.ts';
import type { DurationMs } from '../../common/units.ts';
import { say } from '../../common/phrases/say.ts';
import { captureFileName, isPipe, isRereadable, standardInput } from './capture-file.ts';
import { helperProgram } from './capture-program.ts';
import type { CaptureMessage, CaptureSource } from './capture-source.ts';
import { type HelperContext, problemError, toMessage } from './helper-messages.ts';
import { exitError, HelperProcess } from './helper-process.ts';

export interface ReplaySourceOptions {
  readonly clock: Clock;
  readonly helperPath: string;
  /** A capture file, pcap or pcapng; `-` for standard input. */
  readonly file: string;
  /** Capture filter in the syntax of pcap-filter. */
  readonly filter?: string;
  /** Length of the intervals that flows are summed over; 1 s unless set. */
  readonly intervalMs?: DurationMs;
  /** Told the process id of each helper that is started. */
  readonly onStarted?: (pid: number) => void;
  /** Told how far the file was read, a few times a second. */
  readonly onProgress?: (readBytes: number) => void;
}

/** Restarts in a row that may bring nothing new. */
const maxIdleRestarts = 5;

/**
 * One capture file, through the capture helper. What the helper says of a file is always the same, so one that dies is
 * started from the beginning and its messages are passed over up to where it was: nothing is missing, nothing doubled.
 * Where the file is a pipe, the death of the helper is an error.
 */
export class ReplaySource implements CaptureSource {
  readonly #options: ReplaySourceOptions;

  constructor(options: ReplaySourceOptions) {
    this.#options = options;
  }

  /**
   * @inheritdoc
   * @throws MonitorError `capture/bad-file`, `capture/bad-filter`, `capture/helper-missing`, `capture/failed`
   */
  async *messages(signal: AbortSignal): AsyncGenerator<CaptureMessage, void, undefined> {
    const runs = new ReplayRuns(this.#options);
    const backOff = new BackOff();
    let idleRestarts = 0;
    while (!signal.aborted) {
      const before = runs.handedOver;
      const failure = yield* runs.next(signal);
      if (failure === undefined) return;
      idleRestarts = runs.handedOver > before ? 0 : idleRestarts + 1;
      if (idleRestarts === 0) backOff.reset();
      if (!failure.retriable || idleRestarts > maxIdleRestarts) throw failure;
      if (!(await isRereadable(this.#options.file))) throw readOnce(runs.name, failure);
      yield { kind: 'problem', problem: failure.toData(), interface: runs.name };
      await this.#options.clock.after(backOff.next(0), signal);
    }
  }
}

function readOnce(name: string, failure: MonitorError): MonitorError {
  return new MonitorError('capture/failed', say('capture.readOnce', { failure: failure.text, file: name }), {
    remedy: say('capture.remedy.writeToFile'),
    cause: failure,
  });
}

/** Sums over messages that differ where the messages do, but for unlikely luck. */
class Fingerprint {
  #value = 0;

  add(message: CaptureMessage): void {
    this.#mix(message.kind.length);
    if (message.kind !== 'flows') return;
    const { count, packets, bytes, fromMs } = message.batch;
    for (const part of [count, packets, bytes, fromMs]) this.#mix(part);
  }

  equals(other: Fingerprint): boolean {
    return this.#value === other.#value;
  }

  #mix(part: number): void {
    this.#value = (this.#value * 31 + Math.abs(part % 0x1_0000_0000)) % 0xff_ffff_ffff;
  }
}

/** The runs of the helper over one file, one after the other. */
class ReplayRuns {
  readonly name: string;
  /** Messages handed over, in all runs. */
  handedOver = 0;
  readonly #handed = new Fingerprint();
  readonly #options: ReplaySourceOptions;
  readonly #context: HelperContext;

  constructor(options: ReplaySourceOptions) {
    this.#options = options;
    this.name = captureFileName(options.file);
    const program = helperProgram(options.helperPath);
    this.#context = { program, filter: options.filter, nameOf: () => this.name, whole: this.name };
  }

  /** One run; returns why it ended before the file did, undefined if all is told or the signal was aborted. */
  async *next(signal: AbortSignal): AsyncGenerator<CaptureMessage, MonitorError | undefined, undefined> {
    // Before the helper is started: what it says is lost where nobody reads when it ends.
    const isLive = await isPipe(this.#options.file);
    const stdin = this.#options.file === standardInput ? 'inherit' : 'pipe';
    const helper = new HelperProcess(
      this.#options.clock,
      this.#context.program.command,
      this.#arguments(),
      stdin,
    );
    if (helper.pid !== undefined) this.#options.onStarted?.(helper.pid);
    // What came through a pipe is all that there will ever be of it: it is told to its end.
    const abandon = (): void => (isLive ? helper.interrupt() : void helper.abandon());
    signal.addEventListener('abort', abandon);
    try {
      const ended = yield* this.#tell(helper);
      return ended || signal.aborted ? undefined : exitError(this.#context.program, await helper.exit);
    } finally {
      signal.removeEventListener('abort', abandon);
      await helper.abandon();
    }
  }

  /** Passes on what was not handed over yet; returns whether the helper came to its clean end. */
  async *#tell(helper: HelperProcess): AsyncGenerator<CaptureMessage, boolean, undefined> {
    const skipped = new Fingerprint();
    let toSkip = this.handedOver;
    for await (const frame of helper.frames()) {
      if (frame.type === 'end') return true;
      if (frame.type === 'progress') this.#options.onProgress?.(frame.readBytes);
      if (frame.type === 'problem' && frame.severity === 'error') throw problemError(frame, this.#context);
      const message = toMessage(frame, this.#context);
      if (message === undefined) continue;
      if (toSkip > 0) {
        skipped.add(message);
        if (--toSkip === 0) this.#checkSame(skipped);
        continue;
      }
      this.handedOver++;
      this.#handed.add(message);
      yield message;
    }
    return false;
  }

  #checkSame(skipped: Fingerprint): void {
    if (skipped.equals(this.#handed)) return;
    const message = say('capture.fileChanged', { file: this.#options.file });
    throw new MonitorError('capture/failed', message, { remedy: say('capture.remedy.readAgain') });
  }

  #arguments(): string[] {
    const { file, filter, intervalMs } = this.#options;
    return [
      ...['--read', file],
      ...(filter === undefined ? [] : ['--filter', filter]),
      ...(intervalMs === undefined ? [] : ['--interval-ms', String(intervalMs)]),
    ];
  }
}
