import { BackOff } from '../../common/back-off.ts';
import type { Clock } from '../../common/clock.ts';
import type { ErrorCode, MonitorError } from '../../common/errors.ts';
import type { DurationMs } from '../../common/units.ts';
import type { CaptureProgram } from './capture-program.ts';
import type { CaptureMessage, CaptureSource } from './capture-source.ts';
import { type HelperContext, problemError, toMessage } from './helper-messages.ts';
import { exitError, HelperProcess } from './helper-process.ts';
import type { HelperFrame } from './helper-protocol.ts';
import { InterfaceNames } from './interface-names.ts';
import { autoInterfaces, listInterfaces, resolveInterfaces } from './interfaces.ts';

/** What is captured, and how. */
export interface LiveOptions {
  readonly clock: Clock;
  /** Names of interfaces, `auto` among them or not; none means `auto`. */
  readonly interfaces: readonly string[];
  /** Capture filter in the syntax of pcap-filter. */
  readonly filter?: string;
  /** Whether packets that are not addressed to this machine are captured too, where the interface sees them. */
  readonly promiscuous?: boolean;
  /** Whether each packet has a flow of its own, so that its length is known; else those of an interval are summed. */
  readonly eachPacket?: boolean;
  /** Whether the kernel sums what it can, by an eBPF program; where it can't, all is as without. */
  readonly kernelSums?: boolean;
  /** Length of the intervals that flows are summed over; 1 s unless set. */
  readonly intervalMs?: DurationMs;
  /** Time between two flushes; 0.5 s unless set. */
  readonly flushMs?: DurationMs;
  /** Size of each interface's capture ring; 8 MiB unless set (32 MiB with `cap`, which stores whole packets). */
  readonly bufferBytes?: number;
  /** Whether the program is not started again when it dies. */
  readonly isOnce?: boolean;
  /** Told the process id of each program that is started. */
  readonly onStarted?: (pid: number) => void;
}

/** Runs in a row that may end before their first word, until the program counts as broken. */
const maxMuteRuns = 5;

/** What a running program does not try again. */
const lastingProblems: readonly ErrorCode[] = ['capture/bad-filter', 'capture/no-kernel-sums'];

/** Live interfaces, through a program that is started again when it dies. */
export class LiveSource implements CaptureSource {
  readonly #program: CaptureProgram;
  readonly #options: LiveOptions;

  constructor(program: CaptureProgram, options: LiveOptions) {
    this.#program = program;
    this.#options = options;
  }

  /**
   * @inheritdoc
   * @throws MonitorError `capture/not-permitted`, `capture/no-interface`, `capture/bad-filter`,
   * `capture/helper-missing`, `capture/cap-missing`, `capture/failed`
   */
  async *messages(signal: AbortSignal): AsyncGenerator<CaptureMessage, void, undefined> {
    resolveInterfaces(this.#options.interfaces, await listInterfaces(this.#program));
    const run = new LiveRuns(this.#program, this.#options);
    const { clock } = this.#options;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const startedMs = clock.monotonic();
      const failure = yield* run.next(signal);
      if (failure === undefined) return;
      if (this.#options.isOnce === true) throw failure;
      yield { kind: 'problem', problem: failure.toData() };
      await clock.after(backOff.next(clock.monotonic() - startedMs), signal);
    }
  }
}

/** The runs of the program, one after the other, and what must be known of the earlier ones. */
class LiveRuns {
  readonly #program: CaptureProgram;
  readonly #options: LiveOptions;
  readonly #named: readonly string[];
  readonly #automatic: boolean;
  #opened = false;
  #muteRuns = 0;

  constructor(program: CaptureProgram, options: LiveOptions) {
    const { interfaces } = options;
    this.#program = program;
    this.#options = options;
    this.#named = [...new Set(interfaces)].filter((name) => name !== autoInterfaces);
    this.#automatic = interfaces.length === 0 || interfaces.includes(autoInterfaces);
  }

  /** One run; returns why it ended if it should go on, undefined if it was told to end. */
  async *next(signal: AbortSignal): AsyncGenerator<CaptureMessage, MonitorError | undefined, undefined> {
    const helper = new HelperProcess(this.#options.clock, this.#program.command, this.#arguments());
    if (helper.pid !== undefined) this.#options.onStarted?.(helper.pid);
    const stop = (): void => helper.stop();
    signal.addEventListener('abort', stop);
    try {
      const told = yield* this.#tell(helper);
      if (signal.aborted) return undefined;
      const failure = told ?? exitError(this.#program, await helper.exit);
      if (this.#isFinal(failure)) throw failure;
      return failure;
    } finally {
      signal.removeEventListener('abort', stop);
      await helper.abandon();
    }
  }

  /** Passes on what the helper says; returns the error that it ended with, if it told one. */
  async *#tell(helper: HelperProcess): AsyncGenerator<CaptureMessage, MonitorError | undefined, undefined> {
    const { filter } = this.#options;
    const names = new InterfaceNames(this.#named);
    const context: HelperContext = {
      ...{ program: this.#program, filter, whole: this.#whole },
      nameOf: (index) => names.nameOf(index),
    };
    this.#muteRuns++;
    for await (const frame of helper.frames()) {
      this.#muteRuns = 0;
      names.learn(frame);
      if (frame.type === 'problem' && frame.severity === 'error') return problemError(frame, context);
      const message = this.#toMessage(frame, context, names);
      if (message !== undefined) yield message;
    }
    return undefined;
  }

  get #whole(): string | undefined {
    const [only, ...others] = this.#named;
    return only === undefined || others.length > 0 || this.#automatic ? undefined : only;
  }

  #toMessage(frame: HelperFrame, context: HelperContext, names: InterfaceNames): CaptureMessage | undefined {
    const message = toMessage(frame, context);
    if (message?.kind === 'opened') this.#opened = true;
    if (message?.kind !== 'problem' || frame.type !== 'problem') return message;
    const retriable = !lastingProblems.includes(message.problem.code);
    const departed = frame.code === 'no-interface' && !names.isNamed(frame.index);
    return { ...message, problem: { ...message.problem, retriable }, ...(departed ? { departed } : {}) };
  }

  /** Whether another run would end in the same way. An interface that was there once may come back. */
  #isFinal(failure: MonitorError): boolean {
    if (this.#muteRuns >= maxMuteRuns) return true;
    if (failure.code === 'capture/no-interface' && this.#opened) return false;
    return !failure.retriable;
  }

  #arguments(): string[] {
    const { filter, promiscuous, kernelSums, eachPacket, intervalMs, flushMs, bufferBytes } = this.#options;
    const option = (name: string, value: string | number | undefined): string[] =>
      value === undefined ? [] : [name, String(value)];
    return [
      ...this.#named.flatMap((name) => ['--interface', name]),
      ...(this.#automatic ? ['--interface', autoInterfaces] : []),
      ...option('--filter', filter),
      ...(promiscuous === true ? ['--promiscuous'] : []),
      ...(kernelSums === true ? ['--kernel-sums'] : []),
      ...(eachPacket === true ? ['--each-packet'] : []),
      ...option('--interval-ms', intervalMs),
      ...option('--flush-ms', flushMs),
      ...option('--buffer-bytes', bufferBytes),
    ];
  }
}
