/** Something that a person can have done: it feeds palette, keyboard, menus and context menus. */
export interface Command {
  /** `view.overview`: an area and what is done in it. Never changes: shortcuts are stored by it. */
  readonly id: string;
  readonly title: string;
  /** What it belongs to; stands before the title in the palette. */
  readonly category: string;
  /** The shortcut it has unless the person chose another one, such as `Mod+Shift+P`. */
  readonly shortcut?: string;
  /** Whether it can run now; always, where there is none. */
  readonly when?: () => boolean;
  readonly run: () => void;
}

/** Whether a command can run now. */
export const isEnabled = (command: Command): boolean => command.when?.() ?? true;

/** The shortcuts that hold: those the person chose (empty: none) before those of the commands. */
export function shortcutsOf(
  commands: readonly Command[],
  chosen: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const entries = commands.flatMap(({ id, shortcut }) => {
    const own = Object.hasOwn(chosen, id) ? chosen[id] : shortcut;
    return own ? [[id, own] as const] : [];
  });
  return new Map(entries);
}

/** Commands that share a shortcut, by that shortcut; only the first of them would run. */
export function conflictsOf(shortcuts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const byShortcut = Map.groupBy(shortcuts, ([, shortcut]) => shortcut);
  const shared = [...byShortcut].filter(([, entries]) => entries.length > 1);
  return new Map(shared.map(([shortcut, entries]) => [shortcut, entries.map(([id]) => id)]));
}
