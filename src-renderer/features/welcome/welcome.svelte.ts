import * as v from 'valibot';
import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import type { LimitSuggestion } from '../../../src-main/common/model/limits.ts';
import type { TestOutcome } from '../../../src-main/common/model/shell.ts';
import type { Client } from '../../state/client.ts';
import { type Memory, recall, remember } from '../../state/memory.ts';

const key = 'welcome';

/** Whether it was opened by a person, or by itself. */
export type KeptWelcome = 'asked' | 'unasked';

/** What a person sees at first: it opens by itself once, and never again unasked. */
export class Welcome {
  isOpen = $state(false);
  /** What became of the test notification; null before it was sent. */
  outcome = $state.raw<TestOutcome | null>(null);
  /** Why it could not be sent. */
  problem = $state.raw<ErrorData | null>(null);
  isTesting = $state(false);
  /** A maximum that the past suggests; null where there is too little of it. */
  suggested = $state.raw<LimitSuggestion | null>(null);
  #isNew: boolean;
  #isUnasked = false;
  readonly #shell: Client['shell'];
  readonly #monitor: Pick<Client['monitor'], 'suggestLimits'>;
  readonly #memory: Memory;

  constructor({ shell, monitor, memory }: Client & { readonly memory: Memory }) {
    this.#shell = shell;
    this.#monitor = monitor;
    this.#memory = memory;
    this.#isNew = !recall(memory, key, v.object({ isOver: v.boolean() }), { isOver: false }).isOver;
  }

  /** Opens it at the first start. Whoever has limits knows what they are for, and is shown nothing. */
  meet(limitCount: number): void {
    if (!this.#isNew) return;
    if (limitCount > 0) return this.#end();
    void this.open();
    this.#isUnasked = true;
  }

  /** Opens it, and looks whether there is enough of the past to suggest a limit from. */
  async open(): Promise<void> {
    this.#end();
    this.outcome = this.problem = this.suggested = null;
    this.isOpen = true;
    this.#isUnasked = false;
    const found = await this.#monitor.suggestLimits({ source: null, destination: null }).catch(() => []);
    this.suggested = found.find(({ limit }) => limit.name === 'max') ?? null;
  }

  close(): void {
    this.isOpen = false;
  }

  /** How it is open, for the window that comes after this one; null where it isn't. */
  get kept(): KeptWelcome | null {
    if (!this.isOpen) return null;
    return this.#isUnasked ? 'unasked' : 'asked';
  }

  /** Opens it as it was in the window before this one. */
  resume(kept: KeptWelcome): void {
    void this.open();
    this.#isUnasked = kept === 'unasked';
  }

  /** A person who asked for something else is shown that. */
  giveWay(): void {
    this.#end();
    if (this.#isUnasked) this.close();
  }

  /** It doesn't open by itself any more. */
  #end(): void {
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
