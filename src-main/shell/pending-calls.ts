import type { ErrorData } from '../common/errors.ts';
import type { Answer } from '../rpc/answer.ts';

/** Calls that wait for the answer of another process. */
export class PendingCalls {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #lastId = 0;

  get count(): number {
    return this.#waiting.size;
  }

  /** Sends a call under a number of its own; resolves to its answer. */
  send(post: (id: number) => void): Promise<Answer> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      post(id);
    });
  }

  settle(id: number, answer: Answer): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(answer);
  }

  /** The process is gone: nothing will be answered. */
  refuseAll(error: ErrorData): void {
    for (const id of [...this.#waiting.keys()]) this.settle(id, { ok: false, error });
  }
}
