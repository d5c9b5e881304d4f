import { type ErrorData, MonitorError } from '../../../src-main/common/errors.ts';
import { draftOf, emptyDraft, offDraft } from '../../../src-main/common/limit-draft.ts';
import { type LimitSwitch, switchedOff, switchedOn } from '../../../src-main/common/limit-switch.ts';
import type {
  Limit,
  LimitDefect,
  LimitDraft,
  LimitField,
  LimitProposal,
} from '../../../src-main/common/model/limits.ts';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';
import type { Client } from '../../state/client.ts';

/** What a person did to a limit. */
export type LimitDone = 'added' | 'changed' | 'removed' | 'disabled' | 'enabled';

interface LimitFormOptions extends Client {
  readonly onDone: (done: LimitDone, limit: Limit, source: string) => void;
  readonly onFailed: (error: MonitorError) => void;
}

/** The form in which a person writes a limit; and removing one. */
export class LimitForm {
  /** Null while the form is closed. */
  draft = $state.raw<LimitDraft | null>(null);
  /** The limit that is changed; null for a new one. */
  replaces = $state.raw<Limit | null>(null);
  /** What comes of the draft as it was last looked at. */
  proposal = $state.raw<LimitProposal | null>(null);
  /** Why it could not be looked at or stored. */
  problem = $state.raw<ErrorData | null>(null);
  isSaving = $state(false);
  /** Fields of which is said what is wrong: those that were written in, or all once saving was tried. */
  #touched = $state.raw<readonly LimitField[] | 'all'>([]);
  readonly #options: LimitFormOptions;
  readonly #looks = new RepeatedRun(() => this.#look());

  constructor(options: LimitFormOptions) {
    this.#options = options;
  }

  /** What is wrong with the fields, so far as the person should know by now. */
  get defects(): readonly LimitDefect[] {
    const touched = this.#touched;
    const found = this.proposal?.defects ?? [];
    return touched === 'all' ? found : found.filter(({ field }) => touched.includes(field));
  }

  /** Opens the form for a new limit, with some fields filled in. */
  begin(fields: Partial<LimitDraft> = {}): void {
    this.#open({ ...emptyDraft, ...fields }, null);
  }

  /** Opens the form for a limit that is there, with some fields written anew. */
  edit(limit: Limit, fields: Partial<LimitDraft> = {}): void {
    this.#open({ ...draftOf(limit), ...fields }, plainLimit(limit));
  }

  set(field: LimitField, text: string): void {
    if (this.draft === null) return;
    this.draft = { ...this.draft, [field]: text };
    if (this.#touched !== 'all') this.#touched = [...this.#touched, field];
    void this.#looks.ask();
  }

  /** Stores the limit as it is written now; what is wrong is said at its field instead. */
  async save(): Promise<void> {
    if (this.draft === null || this.isSaving) return;
    this.isSaving = true;
    try {
      this.#touched = 'all';
      await this.#looks.ask();
      const limit = this.proposal?.limit;
      if (limit) await this.#store(limit);
    } catch (thrown) {
      this.problem = MonitorError.from(thrown).toData();
    } finally {
      this.isSaving = false;
    }
  }

  /** Removes a limit from its source; an undo brings it back. */
  async remove(limit: Limit): Promise<void> {
    await this.#edit('removed', limit, () => ({ added: [], changed: [], removed: [plainLimit(limit)] }));
  }

  /** Switches a limit off from the beginning of its present window or period on. */
  async switchOff(limit: Limit): Promise<void> {
    const plain = plainLimit(limit);
    await this.#edit('disabled', limit, async () => {
      const request = { draft: offDraft(plain), replaces: plain };
      const { limit: off } = await this.#options.monitor.previewLimit(request);
      return switchedOff(plain, off?.effectiveMs ?? plain.effectiveMs);
    });
  }

  /** Switches a limit on again; opens the form where no version of it is known that has a value. */
  async switchOn(off: Limit, limits: readonly Limit[]): Promise<void> {
    const { holds, ...edit } = switchedOn(limits.map(plainLimit), plainLimit(off)) ?? {};
    if (holds) await this.#edit('enabled', holds, () => edit as LimitSwitch);
    else this.edit(off);
  }

  async #edit(done: LimitDone, limit: Limit, edit: () => LimitSwitch | Promise<LimitSwitch>): Promise<void> {
    try {
      const { added, changed, removed } = await edit();
      const request = { added: [...added], changed: [...changed], removed: [...removed] };
      const { source } = await this.#options.monitor.editLimits(request);
      this.#options.onDone(done, limit, source ?? '');
    } catch (thrown) {
      this.#options.onFailed(MonitorError.from(thrown));
    }
  }

  cancel(): void {
    if (!this.isSaving) this.draft = null;
  }

  #open(draft: LimitDraft, replaces: Limit | null): void {
    if (this.draft !== null) return;
    this.draft = draft;
    this.replaces = replaces;
    this.proposal = this.problem = null;
    this.#touched = [];
    void this.#looks.ask();
  }

  async #store(limit: Limit): Promise<void> {
    const before = this.replaces;
    const edit = before
      ? { added: [], changed: [{ before, after: limit }] }
      : { added: [limit], changed: [] };
    const { source } = await this.#options.monitor.editLimits({ ...edit, removed: [] });
    this.draft = null;
    this.#options.onDone(before ? 'changed' : 'added', limit, source ?? '');
  }

  /** Asks what comes of the draft. */
  async #look(): Promise<boolean> {
    const { draft, replaces } = this;
    if (draft === null) return false;
    try {
      const proposal = await this.#options.monitor.previewLimit({ draft, replaces });
      this.problem = null;
      this.proposal = proposal;
    } catch (thrown) {
      this.proposal = null;
      this.problem = MonitorError.from(thrown).toData();
    }
    return true;
  }
}

/** A limit without where it came from. */
function plainLimit(limit: Limit): Limit {
  const { name, value, effectiveMs, source, destination, windowSeconds } = limit;
  const { period, hours, agent, direction, warnPercent, title, note } = limit;
  return {
    ...{ name, value, effectiveMs, source, destination, windowSeconds },
    ...(period !== undefined && { period }),
    ...(hours !== undefined && { hours }),
    ...(agent !== undefined && { agent }),
    ...(direction !== undefined && { direction }),
    ...(warnPercent !== undefined && { warnPercent }),
    ...(title !== undefined && { title }),
    ...(note !== undefined && { note }),
  };
}
