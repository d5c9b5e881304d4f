import { type Command, isEnabled } from './command.ts';
import { fuzzyMatch } from './fuzzy.ts';
import { t } from '../texts/texts.ts';

/** A command that is offered, with the matched characters of its {@link paletteText}. */
export interface PaletteItem {
  readonly command: Command;
  readonly text: string;
  readonly positions: readonly number[];
}

const recentBound = 5;
/** A command comes before what is found beside the commands. */
const foundCost = 15;

/** As it stands in the palette: `View: Toggle Side Bar`. */
export const paletteText = ({ category, title }: Command): string => t().labelled(category, title);

/** The command palette: what is typed, what matches, what is chosen. */
export class Palette {
  isOpen = $state(false);
  query = $state('');
  #chosen = $state(0);
  readonly #commands: () => readonly Command[];
  readonly #found: () => readonly Command[];
  #recent = $state.raw<readonly string[]>([]);

  /** Commands that can run and match, the best first; those used lately come before others of equal rank. */
  readonly items: readonly PaletteItem[] = $derived.by(() => {
    const found = this.query.trim() === '' ? [] : this.#found();
    const matches = [
      ...matchesOf(this.#commands().filter(isEnabled), this.query, 0),
      ...matchesOf(found, this.query, foundCost),
    ];
    return matches.sort((a, b) => b.score - a.score || this.#rank(a.command) - this.#rank(b.command));
  });

  /** Place of the chosen item. */
  readonly chosen: number = $derived(Math.max(0, Math.min(this.#chosen, this.items.length - 1)));

  /** @param found what is found beside the commands, once something is typed */
  constructor(commands: () => readonly Command[], found: () => readonly Command[] = () => []) {
    this.#commands = commands;
    this.#found = found;
  }

  open(): void {
    this.query = '';
    this.#chosen = 0;
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  type(query: string): void {
    this.query = query;
    this.#chosen = 0;
  }

  /** Moves the choice; after the last item comes the first. */
  move(step: number): void {
    const count = this.items.length;
    if (count > 0) this.#chosen = (this.chosen + step + count) % count;
  }

  /** Runs an item, the chosen one if none is named. */
  run(item = this.items[this.chosen]): void {
    if (!item) return;
    this.close();
    const { id } = item.command;
    this.#recent = [id, ...this.#recent.filter((known) => known !== id)].slice(0, recentBound);
    item.command.run();
  }

  #rank({ id }: Command): number {
    const place = this.#recent.indexOf(id);
    return place < 0 ? recentBound : place;
  }
}

const matchesOf = (
  commands: readonly Command[],
  query: string,
  cost: number,
): readonly (PaletteItem & { readonly score: number })[] =>
  commands.flatMap((command) => {
    const text = paletteText(command);
    const match = fuzzyMatch(query, text);
    return match ? [{ command, text, positions: match.positions, score: match.score - cost }] : [];
  });
