import type { Values } from '../settings/registry/index.ts';

/** How results are written. */
export type Format = Values['output.format'];

/** What is printed of a run. */
export interface OutputOptions {
  readonly pairs: number;
  readonly directions?: boolean;
  readonly format: Format;
  readonly failOnBreach?: boolean;
  readonly verbose?: boolean;
  /** In which periods are summed; that of the machine where none is named. */
  readonly timeZone?: string | undefined;
}
