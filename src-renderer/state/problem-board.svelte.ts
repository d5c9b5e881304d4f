import { SvelteSet } from 'svelte/reactivity';
import { problemsOf } from './problems.ts';

/** The problems that there are, and those that the person has not put away. */
export class ProblemBoard {
  /** Those that were put away, by their id. */
  readonly dismissed = new SvelteSet<string>();
  readonly #sources: () => Parameters<typeof problemsOf>;
  readonly all = $derived.by(() => problemsOf(...this.#sources()));
  readonly shown = $derived.by(() => this.all.filter(({ id }) => !this.dismissed.has(id)));

  constructor(sources: () => Parameters<typeof problemsOf>) {
    this.#sources = sources;
  }

  dismiss(id: string): void {
    this.dismissed.add(id);
  }
}
