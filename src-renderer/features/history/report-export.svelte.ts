import type { ReportForm } from '../../../src-main/common/model/report.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import { dayMs } from '../../instants.ts';
import { t } from '../../texts/texts.ts';
import type { Client } from '../../state/client.ts';
import type { Toasts } from '../../state/toasts.svelte.ts';

/** Which report is saved, and as what. */
export interface ReportChoice {
  readonly period: string;
  /** A day of the period as it is written; empty for today. */
  readonly day: string;
  readonly form: ReportForm;
}

/** The dialog in which a person saves the report of a period. */
export class ReportExport {
  /** Null while it is closed. */
  choice = $state.raw<ReportChoice | null>(null);
  isSaving = $state(false);
  /** The text that is not a date; null where all is well. */
  badDay = $state.raw<string | null>(null);
  problem = $state.raw<ErrorData | null>(null);
  readonly #shell: Client['shell'];
  readonly #toasts: Pick<Toasts, 'show'>;
  #last: ReportChoice = { period: 'month', day: '', form: 'pdf' };

  constructor({ shell, toasts }: Pick<Client, 'shell'> & { readonly toasts: Pick<Toasts, 'show'> }) {
    this.#shell = shell;
    this.#toasts = toasts;
  }

  /** Opens it, with what was chosen last time. */
  begin(): void {
    this.choice ??= { ...this.#last, day: '' };
    this.badDay = this.problem = null;
  }

  change(change: Partial<ReportChoice>): void {
    if (this.choice === null) return;
    this.choice = { ...this.choice, ...change };
    this.badDay = this.problem = null;
  }

  cancel(): void {
    if (!this.isSaving) this.choice = null;
  }

  /** Saves it where the person wants it; what is wrong is said in the dialog. */
  async save(): Promise<void> {
    const { choice } = this;
    if (choice === null || this.isSaving) return;
    const atMs = dayMs(choice.day);
    if (atMs === undefined) {
      this.badDay = choice.day.trim();
      return;
    }
    this.isSaving = true;
    this.problem = null;
    try {
      const path = await this.#shell.saveReport({ period: choice.period.trim(), atMs, form: choice.form });
      if (path === null) return;
      this.#last = choice;
      this.choice = null;
      this.#toasts.show(t().report.saved(path));
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    } finally {
      this.isSaving = false;
    }
  }
}
