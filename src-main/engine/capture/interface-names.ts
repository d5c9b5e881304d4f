import { type HelperFrame, noInterface } from './helper-protocol.ts';

/** The helper begins the text of an interface's problem with its name. */
const namedProblem = /^([^:]+): /;

/** What the interface indices of one run of the helper stand for. */
export class InterfaceNames {
  readonly #named: readonly string[];
  readonly #found = new Map<number, string>();

  /** @param named those asked for by name, in the order of the command line */
  constructor(named: readonly string[]) {
    this.#named = named;
  }

  /** Whether the interface was asked for by name, not chosen by `auto`. */
  isNamed(index: number): boolean {
    return index < this.#named.length;
  }

  nameOf(index: number): string {
    return this.#named[index] ?? this.#found.get(index) ?? 'any interface';
  }

  /** Records the name that a frame tells. */
  learn(frame: HelperFrame): void {
    if (frame.type === 'interface') this.#found.set(frame.index, frame.name);
    if (frame.type !== 'problem' || frame.index === noInterface) return;
    const name = namedProblem.exec(frame.text)?.[1];
    if (name !== undefined) this.#found.set(frame.index, name);
  }
}
