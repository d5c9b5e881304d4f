import type { Disposable } from '../../../src-main/common/disposable.ts';
import type { AlertTransition, OfLimit } from '../../../src-main/common/model/alerts.ts';
import type { ReplayStatus } from '../../../src-main/common/model/replay.ts';
import type { WallClock } from '../../../src-main/common/clock.ts';
import type { EpochMs } from '../../../src-main/common/units.ts';
import type { Client } from '../../state/client.ts';
import { HistoryRange } from '../history/history-range.svelte.ts';
import { PairList } from '../pairs/pair-list.svelte.ts';

interface CaptureFilesOptions extends Pick<Client, 'shell' | 'replay' | 'renewReplay'> {
  readonly clock: WallClock;
  /** Files were opened, from wherever. */
  readonly onOpened: () => void;
  readonly inAddresses: (filter: string) => string;
}

/** The capture files that are open: how far they are read, and what was found in them. */
export class CaptureFiles implements Disposable {
  /** Null while none are open. */
  status = $state.raw<ReplayStatus | null>(null);
  /** The alerts that fired, in the order in which they did. */
  breaches = $state.raw<readonly OfLimit<AlertTransition>[]>([]);
  /** The stretch of them that is shown, and the pairs of one of its windows. */
  readonly range: HistoryRange;
  readonly pairList: PairList;

  /** Files that were shown by a window before this one: they are not news. */
  seenId: number | null = null;

  readonly #client: Pick<Client, 'shell' | 'replay' | 'renewReplay'>;
  readonly #onOpened: () => void;
  readonly #subscription: Disposable;
  /** All that was read when the whole was last shown; the range grows with it unless the person moved it. */
  #shown: { startMs: EpochMs; endMs: EpochMs } | null = null;

  constructor({ shell, replay, renewReplay, clock, inAddresses, onOpened }: CaptureFilesOptions) {
    this.#client = { shell, replay, renewReplay };
    this.#onOpened = onOpened;
    this.range = new HistoryRange({
      ...{ monitor: replay, clock },
      windowMs: () => this.status?.windowMs ?? 300_000,
    });
    this.pairList = new PairList({ monitor: replay, presentMs: () => null, inAddresses });
    this.#subscription = shell.onReplayChanged((status) => void this.#take(status));
  }

  /** Fetches what was opened before the window was there to see it. */
  async start(): Promise<void> {
    await this.#take(await this.#client.shell.getReplay());
  }

  /** Asks for capture files, and opens them. */
  async choose(): Promise<void> {
    const files = await this.#client.shell.chooseCaptureFiles();
    if (files !== null) await this.open(files);
  }

  async open(files: readonly string[]): Promise<void> {
    await this.#client.shell.replayFiles({ files: [...files] });
  }

  /** Reads the same files again, as the limits judge them by now. */
  async openAgain(): Promise<void> {
    if (this.status) await this.open(this.status.files);
  }

  async close(): Promise<void> {
    await this.#client.shell.closeReplay();
  }

  async cancel(): Promise<void> {
    await this.#client.replay.cancel();
  }

  /** Shows all that was read. */
  async showWhole(): Promise<void> {
    const span = this.status?.span ?? null;
    this.#shown = span;
    if (span) await this.range.show(span.startMs, span.endMs);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.pairList.dispose();
  }

  async #take(status: ReplayStatus | null): Promise<void> {
    const isNew = status !== null && status.id !== this.status?.id;
    this.status = status;
    if (status === null || isNew) this.#client.renewReplay();
    if (status === null || isNew) this.#forget();
    if (isNew && status.id !== this.seenId) this.#onOpened();
    if (status?.span) await this.#look();
  }

  #forget(): void {
    this.breaches = [];
    this.#shown = null;
    this.range.clear();
    this.pairList.clear();
  }

  async #look(): Promise<void> {
    const { startMs, endMs } = this.#shown ?? { startMs: null, endMs: null };
    const isWhole = startMs === null || (startMs === this.range.startMs && endMs === this.range.endMs);
    const id = this.status?.id;
    const [breaches] = await Promise.all([
      this.#client.replay.listBreaches(),
      isWhole ? this.showWhole() : this.range.load(),
      this.pairList.pickedMs === null ? undefined : this.pairList.reload(),
    ]);
    if (id !== this.status?.id) return;
    this.breaches = breaches;
    const first = breaches[0]?.window.startMs ?? this.status?.span?.startMs;
    if (this.pairList.pickedMs === null && first !== undefined) this.pairList.pick(first);
  }
}
