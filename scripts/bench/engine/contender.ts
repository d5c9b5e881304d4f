import type { Disposable } from '../../../src-main/common/disposable.ts';

/** One of those that are compared: it is opened once and measured in turn with the others. */
export interface Contender extends Disposable {
  readonly name: string;
  /** One run: CPU time in microseconds, by what was done. */
  run(): Promise<Readonly<Record<string, number>>>;
}

/** A question that contenders answer side by side. */
export interface Subject {
  readonly name: string;
  /** Opens the contenders; the first is what the others are compared with. */
  open(): Promise<readonly Contender[]>;
}
