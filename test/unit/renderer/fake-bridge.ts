import type { Bridge } from '../../../src-main/common/bridge.ts';
import type { MonitorCallName } from '../../../src-main/common/monitor-api.ts';
import type { ShellCallName } from '../../../src-main/common/shell-api.ts';
import type { ReplayCallName } from '../../../src-main/common/replay-api.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';

type CallName = MonitorCallName | ShellCallName | `replay.${ReplayCallName}`;
type Answers = Partial<Record<CallName, (request: unknown) => unknown>>;

/** The preload's bridge, with answers set by the test and events fired by it. */
export class FakeBridge implements Bridge {
  readonly calls: { readonly name: string; readonly request: unknown }[] = [];
  readonly #answers: Answers;
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  call(name: string, request?: unknown): Promise<unknown> {
    this.calls.push({ name, request });
    const answer = this.#answers[name as keyof Answers];
    return new Promise((resolve, reject) => {
      try {
        resolve(answer?.(request));
      } catch (thrown) {
        reject(remoteError(name, MonitorError.from(thrown).toData()));
      }
    });
  }

  on(name: string, listener: (payload: unknown) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  pathOf(file: object): string {
    return (file as File).name;
  }

  fire(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload);
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

/** A rejection as Electron delivers it. */
const remoteError = (name: string, data: ErrorData): Error =>
  new Error(`Error invoking remote method '${name}': Error: ${JSON.stringify(data)}`);

/** Lets every answer that is due arrive. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
