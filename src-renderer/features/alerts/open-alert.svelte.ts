import { SvelteMap } from 'svelte/reactivity';
import type { Disposable } from '../../../src-main/common/disposable.ts';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { Alert } from '../../../src-main/common/model/alerts.ts';
import type { AlertExplanation } from '../../../src-main/common/model/alert-answer.ts';
import type { Client } from '../../state/client.ts';

/** As many pairs as a page shows of each kind. */
export const shownPairs = 10;

/** The alert whose page is open, with what is known of it; kept up to date while it is. */
export class OpenAlert implements Disposable {
  /** Null while the list of alerts is shown. */
  id = $state.raw<string | null>(null);
  /** Null until it is read. */
  explanation = $state.raw<AlertExplanation | null>(null);
  problem = $state.raw<ErrorData | null>(null);
  /** What the person is writing about alerts, by their ids; it is kept until it is sent, or deleted. */
  readonly drafts = new SvelteMap<string, string>();
  isSending = $state(false);
  readonly #monitor: Client['monitor'];
  readonly #subscriptions: readonly Disposable[];

  constructor({ monitor }: Pick<Client, 'monitor'>) {
    this.#monitor = monitor;
    const follow = ({ id }: { readonly id: string }): void => {
      if (id === this.id) void this.load();
    };
    this.#subscriptions = [
      monitor.onAlertChanged(follow),
      monitor.onAlertHandled(follow),
      monitor.onWindowClosed(() => {
        if (this.explanation?.alert.state === 'firing') void this.load();
      }),
    ];
  }

  /** What the person is writing about the open one. */
  get comment(): string {
    return this.drafts.get(this.id ?? '') ?? '';
  }

  set comment(text: string) {
    if (this.id === null) return;
    if (text === '') this.drafts.delete(this.id);
    else this.drafts.set(this.id, text);
  }

  /**
   * The open one as its explanation has it, so that both are of one moment; as it was announced, where that came later.
   *
   * @param announced alerts as they were heard last
   */
  alertOf(announced: readonly Alert[]): Alert | null {
    const explained = this.explanation?.alert;
    const heard = announced.find(({ id }) => id === this.id);
    const isNewer = !explained || (heard?.state === 'resolved' && explained.state === 'firing');
    return (isNewer ? heard : explained) ?? null;
  }

  async open(id: string): Promise<void> {
    if (id !== this.id) this.explanation = this.problem = null;
    this.id = id;
    await this.load();
  }

  close(): void {
    this.id = this.explanation = this.problem = null;
  }

  /** Reads what is known of it now. */
  async load(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    try {
      const explanation = await this.#monitor.explainAlert({ id, count: shownPairs });
      if (id !== this.id) return;
      this.explanation = explanation;
      this.problem = null;
    } catch (thrown) {
      if (id === this.id) this.problem = MonitorError.from(thrown).toData();
    }
  }

  /** Stores the comment as it is written now; one that can't be stored stays in its field, with the reason. */
  async send(): Promise<void> {
    const { id, comment } = this;
    if (id === null || comment.trim() === '' || this.isSending) return;
    this.isSending = true;
    try {
      await this.#monitor.commentAlert({ id, text: comment });
      if (this.drafts.get(id) === comment) this.drafts.delete(id);
      await this.load();
    } catch (thrown) {
      if (id === this.id) this.problem = MonitorError.from(thrown).toData();
    } finally {
      this.isSending = false;
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
