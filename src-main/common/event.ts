import { type Disposable, toDisposable } from './disposable.ts';

/** Subscribes a listener; disposing what it returns ends the subscription. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** The side of an event that announces. Listeners run at once, in the order in which they subscribed. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return toDisposable(() => this.#listeners.delete(own));
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
