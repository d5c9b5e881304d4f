import type { Command } from '../../commands/command.ts';
import type { Column, PagedRows, Sort } from './columns.ts';

/** Attributes of a row's element. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What a table of rows of one kind is made of. */
export interface TableProps<R> {
  /** What it is a table of. */
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[] | PagedRows<R>;
  /** What tells a row from the others; its place, where that isn't said. */
  keyOf?: (row: R) => string | number;
  /** How it is sorted: at first; all the time, where `onSort` is told of another wish. */
  sort?: Sort | null;
  onSort?: (sort: Sort | null, column: string) => void;
  isSelected?: (row: R) => boolean;
  /** Enter opens a row; a click, too, with `opensOnClick`. */
  onOpen?: (row: R) => void;
  opensOnClick?: boolean;
  /** What can be done with a row by its context menu, beside copying it. */
  menuOf?: (row: R) => { readonly title: string; readonly commands: readonly Command[] };
  /** What the button for the menu of a row calls the row; rows have none where it is left out. */
  menuButtonOf?: (row: R) => string;
  /** More attributes of a row, such as `title`. */
  attributesOf?: (row: R) => Attributes;
  /** Whether it takes the room that there is, and scrolls in it; else it is as high as its rows. */
  fills?: boolean;
  /** Null where rows have heights of their own; all of them are drawn then. */
  rowPx?: number | null;
  /** Whether the titles of its columns are for screen readers only. */
  hidesHead?: boolean;
  /** The arrow went up from the first row. */
  onLeave?: () => void;
  testId?: string;
}
