import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { Limit, LimitSuggestion } from '../../../src-main/common/model/limits.ts';
import type { LimitForm } from '../../../src-main/common/contract/monitor/limits.ts';
import type { Client } from '../../state/client.ts';

/** The traffic that limits are suggested for; null for any. */
export type SuggestionScope = Pick<Limit, 'source' | 'destination'>;

/** Where the person is in taking over suggested limits; `closed` shows no dialog. */
export type SuggestionStep =
  | { readonly name: 'closed' }
  | { readonly name: 'reading' }
  | { readonly name: 'shown'; readonly found: readonly LimitSuggestion[] }
  /** One has been chosen, and waits for the person's word. */
  | { readonly name: 'chosen'; readonly found: readonly LimitSuggestion[]; readonly limit: Limit }
  | { readonly name: 'adding'; readonly limit: Limit }
  | { readonly name: 'failed'; readonly problem: ErrorData };

interface LimitSuggestionsOptions extends Client {
  readonly onAdded: (limit: Limit, source: string) => void;
  /** Told of a file of suggested limits that was saved, to be imported. */
  readonly onSaved: (path: string) => void;
}

/** Limits that the past suggests, and taking them over into the source of the limits. */
export class LimitSuggestions {
  step = $state.raw<SuggestionStep>({ name: 'closed' });
  scope = $state.raw<SuggestionScope>({ source: null, destination: null });
  readonly #client: Client;
  readonly #options: LimitSuggestionsOptions;

  constructor(options: LimitSuggestionsOptions) {
    this.#client = options;
    this.#options = options;
  }

  /** Asks for suggestions and shows them. */
  async begin(scope: SuggestionScope = { source: null, destination: null }): Promise<void> {
    if (this.step.name !== 'closed') return;
    this.scope = scope;
    this.step = { name: 'reading' };
    try {
      const found = await this.#client.monitor.suggestLimits(scope);
      if (this.#isAt('reading')) this.step = { name: 'shown', found };
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** False once the person has left the dialog. */
  #isAt(name: SuggestionStep['name']): boolean {
    return this.step.name === name;
  }

  choose(limit: Limit): void {
    if (this.step.name === 'shown') this.step = { name: 'chosen', found: this.step.found, limit };
  }

  back(): void {
    if (this.step.name === 'chosen') this.step = { name: 'shown', found: this.step.found };
  }

  /** Adds the limit that was chosen to the source of the limits. */
  async accept(): Promise<void> {
    if (this.step.name !== 'chosen') return;
    const { limit } = this.step;
    this.step = { name: 'adding', limit };
    try {
      const { source } = await this.#client.monitor.addLimits({ limits: [limit] });
      this.step = { name: 'closed' };
      this.#options.onAdded(limit, source ?? '');
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** Saves what is suggested as a file; one that can be imported is, next. */
  async save(form: LimitForm): Promise<void> {
    if (this.step.name !== 'shown') return;
    const limits = this.step.found.map((one) => one.limit);
    try {
      const content = await this.#client.monitor.exportLimits({ form, limits });
      const name = `suggested-limits.${form}`;
      const path = await this.#client.shell.saveFile({ name, content, encoding: 'utf8' });
      if (path === null) return;
      this.step = { name: 'closed' };
      if (form !== 'sql') this.#options.onSaved(path);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** Leaves the dialog; what has begun to be added is. */
  cancel(): void {
    if (this.step.name !== 'adding') this.step = { name: 'closed' };
  }

  #fail(thrown: unknown): void {
    this.step = { name: 'failed', problem: MonitorError.from(thrown).toData() };
  }
}
