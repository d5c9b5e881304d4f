/** What of a keyboard event makes a shortcut. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const modifierKeys = ['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Process', 'Unidentified'];

/**
 * A key press in the form in which shortcuts are stored: `Mod` (Ctrl, on a Mac Command), `Ctrl` (a Mac's Control),
 * `Alt`, `Shift`, then the key. Null for a modifier alone.
 */
export function shortcutOf(press: KeyPress, isMac: boolean): string | null {
  if (modifierKeys.includes(press.key)) return null;
  const isMod = isMac ? press.metaKey : press.ctrlKey;
  const parts = [
    ...(isMod ? ['Mod'] : []),
    ...(isMac && press.ctrlKey ? ['Ctrl'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
    keyName(press),
  ];
  return parts.join('+');
}

/** Letters as they are labelled, digits and signs by their place: Shift changes what these write. */
function keyName({ key, code }: KeyPress): string {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  return signs[code] ?? (key === ' ' ? 'Space' : key);
}

const signs: Readonly<Record<string, string>> = {
  Backquote: '`',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Equal: '=',
  Minus: '-',
  Period: '.',
  Quote: "'",
  Semicolon: ';',
  Slash: '/',
};

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' };
const keySigns: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
};

/** A shortcut's keys, each as its cap is labelled: `Ctrl`, `Shift`, `P`. */
export const keyCaps = (shortcut: string, isMac: boolean): readonly string[] =>
  splitShortcut(shortcut).map((part) =>
    isMac ? (macSigns[part] ?? keySigns[part] ?? part) : part === 'Mod' ? 'Ctrl' : (keySigns[part] ?? part),
  );

/** A shortcut as Electron's menus write it. */
export const acceleratorOf = (shortcut: string): string =>
  splitShortcut(shortcut)
    .map((part) => accelerators[part] ?? part)
    .join('+');

const accelerators: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};

/** `+` parts the keys, and is a key itself at the end. */
const splitShortcut = (shortcut: string): readonly string[] => shortcut.split(/\+(?=.)/);

/** Whether a shortcut would take a key that writes text away from a field. */
export const writesText = (shortcut: string): boolean => !/^(Mod|Ctrl|Alt)\+|^F\d+$|^Escape$/.test(shortcut);
