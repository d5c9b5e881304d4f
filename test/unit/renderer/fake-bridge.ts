import type { ReplayCallName } from '../../../src-main/common/contract/replay.ts';
import type { MonitorCallName } from '../../../src-main/common/contract/monitor.ts';
import type { ShellCallName } from '../../../src-main/common/contract/shell.ts';
import { type Disposable, toDisposable } from '../../../src-main/common/disposable.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import type { Caller } from '../../../src-main/common/rpc/client.ts';
import type { Answer } from '../../../src-main/common/rpc/messages.ts';
import type { PageBridge } from '../../../src-renderer/state/client.ts';

type CallName = MonitorCallName | ShellCallName | `replay.${ReplayCallName}`;
type Answers = Partial<Record<CallName, (request: unknown) => unknown>>;

/** The page's bridge, with answers set by the test and events fired by it. */
export class FakeBridge implements PageBridge {
  readonly calls: { readonly name: string; readonly request: unknown }[] = [];
  readonly #answers: Answers;
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();
  readonly #lineClosed = new Emitter<undefined>();
  readonly shell = this.#caller();
  readonly engine = { ...this.#caller(), onClosed: this.#lineClosed.event };
  readonly replay = { ...this.#caller('replay.'), renew: (): void => void (this.renewals += 1) };
  /** How often the line to the replay was given up for another one. */
  renewals = 0;

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  #caller(prefix = ''): Caller {
    return {
      call: (name, request) => this.#call(prefix + name, request),
      on: (name, listener) => this.#on(name, listener),
    };
  }

  async #call(name: string, request?: unknown): Promise<Answer> {
    this.calls.push({ name, request });
    try {
      return { ok: true, value: await this.#answers[name as keyof Answers]?.(request) };
    } catch (thrown) {
      return { ok: false, error: MonitorError.from(thrown).toData() };
    }
  }

  #on(name: string, listener: (payload: unknown) => void): Disposable {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return toDisposable(() => listeners.delete(listener));
  }

  pathOf(file: object): string {
    return (file as File).name;
  }

  fire(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload);
  }

  /** The line to the engine is closed. */
  closeLine(): void {
    this.#lineClosed.fire(undefined);
  }

  answer(name: keyof Answers, answer: (request: unknown) => unknown): void {
    this.#answers[name] = answer;
  }

  get listenerCount(): number {
    return [...this.#listeners.values()].reduce((count, { size }) => count + size, 0);
  }

  requests(name: keyof Answers): readonly unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ request }) => request);
  }
}

/** Lets every answer that is due arrive. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
