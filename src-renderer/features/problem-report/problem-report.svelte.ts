import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import { t } from '../../texts/texts.ts';
import type { Client } from '../../state/client.ts';
import type { Toasts } from '../../state/toasts.svelte.ts';

interface ProblemReportOptions extends Pick<Client, 'shell'> {
  readonly toasts: Pick<Toasts, 'show'>;
}

/** Reporting a problem: what helps to find it is gathered and shown; the person takes it where they want it. */
export class ProblemReport {
  isOpen = $state(false);
  /** Null while it is gathered. */
  text = $state.raw<string | null>(null);
  problem = $state.raw<ErrorData | null>(null);
  readonly #options: ProblemReportOptions;

  constructor(options: ProblemReportOptions) {
    this.#options = options;
  }

  /** Opens it, and gathers what there is to say. */
  async begin(): Promise<void> {
    if (this.isOpen) return;
    this.isOpen = true;
    this.text = this.problem = null;
    await this.#attempt(async (shell) => void (this.text = await shell.describeProblem()));
  }

  close(): void {
    this.isOpen = false;
  }

  async copy(): Promise<void> {
    const { text } = this;
    if (text === null) return;
    await this.#attempt(async (shell) => {
      await shell.copyText(text);
      this.#options.toasts.show(t().commands.copied);
    });
  }

  async save(): Promise<void> {
    const { text } = this;
    if (text === null) return;
    const request = { name: 'streamchecker-problem.txt', content: `${text}\n`, encoding: 'utf8' } as const;
    await this.#attempt(async (shell) => {
      const path = await shell.saveFile(request);
      if (path !== null) this.#options.toasts.show(t().report.saved(path));
    });
  }

  /** Opens the page where it is reported; nothing goes there but what the person puts in. */
  async openTracker(): Promise<void> {
    await this.#attempt((shell) => shell.openIssueTracker());
  }

  async #attempt(step: (shell: Client['shell']) => Promise<void>): Promise<void> {
    this.problem = null;
    try {
      await step(this.#options.shell);
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    }
  }
}
