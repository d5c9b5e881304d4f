import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Command, conflictsOf, shortcutsOf } from '../../../src-renderer/commands/command.ts';
import { fuzzyMatch } from '../../../src-renderer/commands/fuzzy.ts';
import { menuOf } from '../../../src-renderer/commands/menu.ts';
import { Palette } from '../../../src-renderer/commands/palette.svelte.ts';
import {
  acceleratorOf,
  keyCaps,
  type KeyPress,
  shortcutOf,
  writesText,
} from '../../../src-renderer/commands/shortcut.ts';

const command = (id: string, title: string, more: Partial<Command> = {}): Command => ({
  ...{ id, title, category: 'View', run: () => undefined },
  ...more,
});
const press = (
  key: string,
  code: string,
  held: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[] = [],
): KeyPress => ({
  ...{ key, code, ctrlKey: held.includes('ctrl'), metaKey: held.includes('meta') },
  ...{ altKey: held.includes('alt'), shiftKey: held.includes('shift') },
});

describe('a shortcut', () => {
  test.each([
    [press('P', 'KeyP', ['ctrl', 'shift']), false, 'Mod+Shift+P'],
    [press('p', 'KeyP', ['meta']), true, 'Mod+P'],
    [press('p', 'KeyP', ['ctrl']), true, 'Ctrl+P'],
    [press('!', 'Digit1', ['ctrl', 'shift']), false, 'Mod+Shift+1'],
    [press('+', 'Equal', ['ctrl', 'shift']), false, 'Mod+Shift+='],
    [press('F8', 'F8'), false, 'F8'],
    [press(' ', 'Space', ['alt']), false, 'Alt+Space'],
    [press('Shift', 'ShiftLeft', ['shift']), false, null],
  ])('of a key press is written one way', (pressed, isMac, shortcut) => {
    expect(shortcutOf(pressed, isMac)).toBe(shortcut);
  });

  test('the palette finds other things once something is typed, commands first', () => {
    const palette = new Palette(
      () => [command('view.dark', 'Darken')],
      () => [command('setting.theme', 'Theme: Dark', { category: 'Settings' })],
    );
    palette.open();
    expect(palette.items.map(({ command: { id } }) => id)).toEqual(['view.dark']);
    palette.type('dark');
    expect(palette.items.map(({ command: { id } }) => id)).toEqual(['view.dark', 'setting.theme']);
  });

  test('is labelled as the keys are', () => {
    expect(keyCaps('Mod+Shift+P', false)).toEqual(['Ctrl', 'Shift', 'P']);
    expect(keyCaps('Mod+Shift+P', true)).toEqual(['⌘', '⇧', 'P']);
    expect(keyCaps('Mod++', false)).toEqual(['Ctrl', '+']);
    expect(acceleratorOf('Mod+ArrowLeft')).toBe('CommandOrControl+Left');
  });

  test('that writes text is told from one that does not', () => {
    expect(['A', 'Shift+A', '/'].map(writesText)).toEqual([true, true, true]);
    expect(['Mod+A', 'Alt+A', 'F8', 'Escape'].map(writesText)).toEqual([false, false, false, false]);
  });

  test('that the person chose holds, and none where it was taken away', () => {
    const commands = [command('a', 'A', { shortcut: 'Mod+1' }), command('b', 'B', { shortcut: 'Mod+2' })];
    const shortcuts = shortcutsOf(commands, { a: 'F5', b: '' });
    expect([...shortcuts]).toEqual([['a', 'F5']]);
  });

  test('of two commands is a conflict', () => {
    const shortcuts = new Map([['a', 'F5'], ['b', 'F5'], ['c', 'F6']]); // prettier-ignore
    expect([...conflictsOf(shortcuts)]).toEqual([['F5', ['a', 'b']]]);
  });
});

describe('fuzzy matching', () => {
  test('finds characters in their order, and nothing else', () => {
    expect(fuzzyMatch('tsb', 'Toggle Side Bar')?.positions).toEqual([0, 7, 12]);
    expect(fuzzyMatch('bst', 'Toggle Side Bar')).toBeNull();
  });

  test('a text matches itself and each of its subsequences', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(fc.boolean(), { maxLength: 30 }), (text, kept) => {
        const part = text.split('').filter((_, i) => kept[i] ?? false);
        const match = fuzzyMatch(part.join(''), text);
        const found = match?.positions.map((at) => text[at]?.toLowerCase()).join('');
        expect(found).toBe(part.join('').replaceAll(' ', '').toLowerCase());
      }),
    );
  });

  test('starts of words count more than what lies inside them', () => {
    const inside = fuzzyMatch('so', 'Show Overview')!;
    const elsewhere = fuzzyMatch('so', 'Also other')!;
    expect(inside.score).toBeGreaterThan(elsewhere.score);
  });
});

describe('the palette', () => {
  const run = vi.fn();
  const commands = [
    command('sideBar', 'Toggle Side Bar', { run }),
    command('panel', 'Toggle Panel'),
    command('never', 'Toggle Nothing', { when: () => false }),
  ];

  test('offers what can run, the best match first', () => {
    const palette = new Palette(() => commands);
    palette.open();
    expect(palette.items.map(({ command: { id } }) => id)).toEqual(['sideBar', 'panel']);
    palette.type('panel');
    expect(palette.items[0]?.command.id).toBe('panel');
    palette.type('no such thing');
    expect(palette.items).toEqual([]);
    palette.run();
    expect(palette.isOpen).toBe(true);
  });

  test('moves its choice round, runs it, and remembers it', () => {
    const palette = new Palette(() => commands);
    palette.open();
    palette.move(-1);
    expect(palette.chosen).toBe(1);
    palette.move(1);
    palette.run();
    expect(run).toHaveBeenCalledOnce();
    expect(palette.isOpen).toBe(false);
    palette.open();
    expect(palette.items[0]?.command.id).toBe('sideBar');
  });
});

test('the menu names the commands there are, with their shortcuts', () => {
  const commands = [
    command('app.quit', 'Quit', { shortcut: 'Mod+Q' }),
    command('view.overview', 'Show Overview'),
  ];
  const menu = menuOf(commands, shortcutsOf(commands, {}));
  expect(menu[0]?.items.at(-1)).toEqual({
    ...{ command: 'app.quit', label: 'Quit', accelerator: 'CommandOrControl+Q', enabled: true },
  });
  expect(menu[1]?.items).toContainEqual({
    ...{ command: 'view.overview', label: 'Show Overview', accelerator: null, enabled: true },
  });
});
