const shown = '[secret]';

/**
 * A password or key. Whatever prints what holds it (a message, JSON, a log, an inspection) shows a placeholder; only
 * {@link reveal} gives the text.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for whoever has to prove that it is known. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  /** What Node prints of it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown;
  }
}
