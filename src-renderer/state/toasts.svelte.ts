/** A short message in the corner. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** What can be done about it. */
  readonly action?: ToastAction;
  /** Whether it says that something was not done. */
  readonly isProblem?: boolean;
}

interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

const shownMs = 10_000;
const bound = 3;

const withoutAction = ({ action: _action, ...toast }: Toast): Toast => toast;

/** Messages that something is done; each leaves by itself. */
export class Toasts {
  items = $state.raw<readonly Toast[]>([]);
  #nextId = 0;

  show(text: string, more: Pick<Toast, 'action' | 'isProblem'> = {}): void {
    const id = this.#nextId++;
    // What is done last is what an undo takes back: older messages of the like offer it no longer.
    const older = this.items.map((toast) =>
      more.action && toast.action?.label === more.action.label ? withoutAction(toast) : toast,
    );
    this.items = [...older, { ...more, id, text }].slice(-bound);
    setTimeout(() => this.dismiss(id), shownMs);
  }

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }
}
