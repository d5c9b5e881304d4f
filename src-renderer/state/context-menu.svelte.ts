import { type Command, isEnabled } from '../commands/command.ts';

/** The menu at the pointer, or at the focus when it was asked for by keyboard; one at a time. */
export class ContextMenu {
  items = $state.raw<readonly Command[]>([]);
  label = $state('');
  place = $state.raw<{ readonly x: number; readonly y: number }>({ x: 0, y: 0 });

  /** Opens for `event` with those commands that can run. */
  open(
    event: MouseEvent & { readonly currentTarget: EventTarget | null },
    label: string,
    commands: readonly Command[],
  ): void {
    const items = commands.filter(isEnabled);
    if (items.length === 0) return;
    event.preventDefault();
    this.place = isFromPointer(event) ? { x: event.clientX, y: event.clientY } : below(event.currentTarget);
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

const isFromPointer = ({ clientX, clientY }: MouseEvent): boolean => clientX !== 0 || clientY !== 0;

function below(target: EventTarget | null): { x: number; y: number } {
  if (!(target instanceof Element)) return { x: 0, y: 0 };
  const { left, bottom } = target.getBoundingClientRect();
  return { x: left + 12, y: bottom };
}
