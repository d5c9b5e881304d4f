import * as v from 'valibot';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { TestOutcome } from '../../../src-main/common/model/shell.ts';
import type { Client } from '../../state/client.ts';
import { type Memory, recall, remember } from '../../state/memory.ts';

const key = 'welcome';

/** What a person sees at first: offered once, and never again unasked. */
export class Welcome {
  isOpen = $state(false);
  /** What became of the test notification; null before it was sent. */
  outcome = $state.raw<TestOutcome | null>(null);
  /** Why it could not be sent. */
  problem = $state.raw<ErrorData | null>(null);
  isTesting = $state(false);
  #isNew = $state(false);
  readonly #shell: Client['shell'];
  readonly #memory: Memory;

  constructor({ shell, memory }: Pick<Client, 'shell'> & { readonly memory: Memory }) {
    this.#shell = shell;
    this.#memory = memory;
    this.#isNew = !recall(memory, key, v.object({ isOver: v.boolean() }), { isOver: false }).isOver;
  }

  /** Whether it has never been offered. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** Whoever has limits knows what they are for, and is offered nothing. */
  meet(limitCount: number): void {
    if (this.#isNew && limitCount > 0) this.dismiss();
  }

  open(): void {
    this.dismiss();
    this.outcome = this.problem = null;
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  /** It is not offered any more. */
  dismiss(): void {
    this.#isNew = false;
    remember(this.#memory, key, { isOver: true });
  }

  /** Raises a notification that says that it is a test. */
  async test(): Promise<void> {
    if (this.isTesting) return;
    this.isTesting = true;
    this.outcome = this.problem = null;
    try {
      this.outcome = await this.#shell.testNotification();
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    } finally {
      this.isTesting = false;
    }
  }
}
