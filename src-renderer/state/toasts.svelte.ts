/** A short message in the corner. */
export interface Toast {
  readonly id: number;
  readonly text: string;
}

const shownMs = 10_000;
const bound = 3;

/** Messages that something is done; each leaves by itself. */
export class Toasts {
  items = $state.raw<readonly Toast[]>([]);
  #nextId = 0;

  show(text: string): void {
    const id = this.#nextId++;
    this.items = [...this.items, { id, text }].slice(-bound);
    setTimeout(() => this.dismiss(id), shownMs);
  }

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }
}
