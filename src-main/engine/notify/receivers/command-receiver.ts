import { type ChildProcess, spawn } from 'node:child_process';
import { MonitorError } from '../../../common/errors.ts';
import type { NotificationMessage } from '../../../common/model/alerts.ts';
import { type Outcome, type PeopleReceiver, taken } from '../delivery-stage.ts';
import { refusal } from '../refusal.ts';
import { say } from '../../../common/phrases/say.ts';
import type { Phrase } from '../../../common/phrases/phrase.ts';
import { payloadOf } from './notification-payload.ts';

/** How long the command may run. */
const timeoutMs = 30_000;
/** By this status (`EX_DATAERR` of sysexits.h) it says that it will never take this notification. */
const dataError = 65;
/** Of what it says on its standard error, so much is kept for the person. */
const errorLength = 500;

/** Variables that a program needs to find its way; others may hold secrets of ours. */
const passedOnNames =
  /^(PATH|PATHEXT|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TMP|TEMP|SYSTEMROOT|COMSPEC|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS)$/i;

/** The part of an environment that a command gets. */
export const passedOn = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => passedOnNames.test(name)));

/**
 * Runs a command for each message, one at a time, with the message as a line of JSON on its input. If it fails it is
 * run again, unless it refuses the message by its status.
 */
export class CommandReceiver implements PeopleReceiver {
  readonly name: string;
  readonly isRecord = false;
  readonly #command: readonly [string, ...string[]];
  readonly #timeoutMs: number;
  /** Ends when what was to be delivered last is. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param command program and arguments: no shell looks at them */
  constructor(command: readonly [string, ...string[]], limitMs = timeoutMs) {
    this.name = `command ${command[0]}`;
    this.#command = command;
    this.#timeoutMs = limitMs;
  }

  async deliver(message: NotificationMessage, signal: AbortSignal): Promise<Outcome> {
    const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
    const before = this.#last;
    this.#last = Promise.all([before, ended]);
    try {
      await endOrAbort(before, signal);
      return await this.#run(message, signal);
    } finally {
      end(undefined);
    }
  }

  async #run(message: NotificationMessage, signal: AbortSignal): Promise<Outcome> {
    const [program, ...args] = this.#command;
    // A group of its own, so that what the command has started ends with it.
    const child = spawn(program, args, {
      ...{ stdio: ['pipe', 'ignore', 'pipe'], detached: true, env: passedOn(process.env) },
    });
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]);
    const end = (): void => endGroup(child);
    bounded.addEventListener('abort', end);
    try {
      return await this.#outcome(child, `${JSON.stringify(payloadOf(message))}\n`, bounded);
    } finally {
      bounded.removeEventListener('abort', end);
      child.stderr.destroy();
    }
  }

  #outcome(child: ChildProcess, input: string, signal: AbortSignal): Promise<Outcome> {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(0, errorLength)));
    // A command need not read its input.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    const receiver = this.name;
    return new Promise((resolve, reject) => {
      child.once('error', (cause) =>
        reject(this.#failed(say('notify.notRun', { receiver, detail: cause.message }), cause)),
      );
      // What it may have left in the background holds its standard error open.
      child.once('exit', (status) => {
        if (status === 0) resolve(taken);
      });
      child.once('close', (status) => {
        const detail = said.trim().split('\n')[0]!;
        const what =
          status === null
            ? say('notify.endedBySignal', { receiver, detail })
            : say('notify.ended', { receiver, status, detail });
        const seconds = this.#timeoutMs / 1000;
        if (signal.aborted) reject(this.#failed(say('notify.tookLonger', { receiver, seconds })));
        else if (status === dataError) resolve({ kind: 'refused', reason: refusal(what) });
        else reject(this.#failed(what));
      });
    });
  }

  #failed(message: Phrase, cause?: unknown): MonitorError {
    return new MonitorError('alerts/not-told', message, {
      remedy: say('notify.remedy.fix'),
      retriable: true,
      cause,
    });
  }
}

/** Waits for what never rejects. @throws the signal's reason if it aborts before */
async function endOrAbort(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const abort = (): void => resolve(undefined);
  signal.addEventListener('abort', abort);
  if (!signal.aborted) await Promise.race([before, aborted]);
  signal.removeEventListener('abort', abort);
  signal.throwIfAborted();
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
  }
}
