import { type Command, isEnabled } from '../commands/command.ts';

/** The menu at the pointer, or at the focus when it was asked for by keyboard; one at a time. */
export class ContextMenu {
  items = $state.raw<readonly Command[]>([]);
  label = $state('');
  place = $state.raw<{ readonly x: number; readonly y: number }>({ x: 0, y: 0 });

  /**
   * Opens for `event` with those commands that can run.
   *
   * @param anchor below which it opens; else at the pointer, or below what has the focus
   */
  open(event: Event, label: string, commands: readonly Command[], anchor: Element | null = null): void {
    const items = commands.filter(isEnabled);
    if (items.length === 0) return;
    event.preventDefault();
    this.place =
      anchor === null && isFromPointer(event)
        ? { x: event.clientX, y: event.clientY }
        : below(anchor ?? event.currentTarget);
    this.label = label;
    this.items = items;
  }

  close(): void {
    this.items = [];
  }

  run(command: Command): void {
    this.close();
    command.run();
  }
}

const isFromPointer = (event: Event): event is MouseEvent =>
  event instanceof MouseEvent && (event.clientX !== 0 || event.clientY !== 0);

function below(target: EventTarget | null): { x: number; y: number } {
  if (!(target instanceof Element)) return { x: 0, y: 0 };
  const { left, bottom } = target.getBoundingClientRect();
  return { x: left + 12, y: bottom };
}
