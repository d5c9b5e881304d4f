import type { Disposable } from '../../src-main/common/disposable.ts';
import { toDisposable } from '../../src-main/common/disposable.ts';
import { type Command, isEnabled } from './command.ts';
import { shortcutOf, writesText } from './shortcut.ts';

interface KeyboardParts {
  readonly isMac: boolean;
  /** False while something else has the keyboard, such as a dialog. */
  readonly isActive: () => boolean;
  readonly commands: () => readonly Command[];
  readonly shortcuts: () => ReadonlyMap<string, string>;
}

/** Runs the command whose shortcut is pressed, wherever the focus is. */
export function listenToKeyboard({ isMac, isActive, commands, shortcuts }: KeyboardParts): Disposable {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || !isActive()) return;
    const pressed = shortcutOf(event, isMac);
    if (pressed === null || (writesText(pressed) && isWriting())) return;
    const command = commands().find((one) => shortcuts().get(one.id) === pressed && isEnabled(one));
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  window.addEventListener('keydown', onKeyDown);
  return toDisposable(() => window.removeEventListener('keydown', onKeyDown));
}

/** Whether what is typed goes into a field; custom elements keep theirs in a shadow root. */
function isWriting(): boolean {
  let focused: Element | null = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.matches('input, textarea, select, [contenteditable="true"]') ?? false;
}
