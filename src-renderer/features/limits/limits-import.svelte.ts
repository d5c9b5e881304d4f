import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { LimitsAssessment, LimitsPreview } from '../../../src-main/common/model/limits.ts';
import type { Client } from '../../state/client.ts';

/** What an import would do. */
interface ImportLook {
  readonly preview: LimitsPreview;
  /** What the limits would have found in the last 30 days; it takes longer. */
  readonly past: Promise<LimitsAssessment>;
}

/** Where the person is in importing limits; `closed` shows no dialog. */
export type ImportStep =
  | { readonly name: 'closed' }
  /** Asks for the address of a table. */
  | { readonly name: 'asking' }
  | { readonly name: 'reading'; readonly path: string }
  | ({ readonly name: 'preview' | 'importing'; readonly path: string } & ImportLook)
  | { readonly name: 'failed'; readonly path: string; readonly problem: ErrorData };

interface LimitsImportOptions extends Client {
  /** Told what an import did. */
  readonly onImported: (path: string, report: LimitsPreview) => void;
}

/** Choosing, previewing and importing a file or table of limits. */
export class LimitsImport {
  step = $state.raw<ImportStep>({ name: 'closed' });
  #isChoosing = false;

  readonly #client: Client;
  readonly #onImported: LimitsImportOptions['onImported'];

  constructor({ onImported, ...client }: LimitsImportOptions) {
    this.#client = client;
    this.#onImported = onImported;
  }

  /** Asks for a file, then shows what importing it would do. */
  async begin(): Promise<void> {
    if (this.#isChoosing || this.step.name !== 'closed') return;
    this.#isChoosing = true;
    try {
      const path = await this.#client.shell.chooseLimitsFile();
      if (path !== null) await this.open(path);
    } catch (thrown) {
      this.#fail('', thrown);
    } finally {
      this.#isChoosing = false;
    }
  }

  /** Asks for the address of a table of a PostgreSQL server. */
  ask(): void {
    if (this.step.name === 'closed') this.step = { name: 'asking' };
  }

  /** Shows what importing a file or table would do; nothing while another one is shown. */
  async open(path: string): Promise<void> {
    if (this.step.name !== 'closed' && this.step.name !== 'asking') return;
    const reading: ImportStep = { name: 'reading', path };
    this.step = reading;
    try {
      const preview = await this.#client.monitor.previewLimits({ source: path });
      if (this.step !== reading) return;
      const past = this.#client.monitor.assessLimits({ source: path });
      // What goes wrong is shown where it would have stood.
      past.catch(() => undefined);
      this.step = { name: 'preview', path, preview, past };
    } catch (thrown) {
      // The person may have left the dialog.
      if (this.step === reading) this.#fail(path, thrown);
    }
  }

  /** Applies what the preview showed; the engine reads the file again and refuses it as a whole if it turned bad. */
  async confirm(): Promise<void> {
    if (this.step.name !== 'preview' || this.step.preview.badRowCount > 0) return;
    const { path } = this.step;
    this.step = { ...this.step, name: 'importing' };
    try {
      const report = await this.#client.monitor.importLimits({ source: path });
      this.step = { name: 'closed' };
      this.#onImported(path, report);
    } catch (thrown) {
      if (MonitorError.from(thrown).code === 'request/cancelled') this.step = { name: 'closed' };
      else this.#fail(path, thrown);
    }
  }

  /** Leaves the dialog, and ends what runs for it: an import unless it is stored already, which is told then. */
  cancel(): void {
    const { name } = this.step;
    if (name === 'reading' || name === 'preview' || name === 'importing') void this.#endRuns();
    if (name !== 'importing') this.step = { name: 'closed' };
  }

  /** An engine that is away runs nothing. */
  async #endRuns(): Promise<void> {
    await this.#client.monitor.cancelLimits().catch(() => undefined);
  }

  #fail(path: string, thrown: unknown): void {
    this.step = { name: 'failed', path, problem: MonitorError.from(thrown).toData() };
  }
}
