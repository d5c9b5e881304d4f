import type { Disposable } from '../../../src-main/common/disposable.ts';
import type { AppInfo } from '../../../src-main/common/model/shell.ts';
import type { UpdateState } from '../../../src-main/common/updates.ts';
import type { Client } from '../../state/client.ts';

/** Newer versions of the app, and the dialog about them. */
export class Updates implements Disposable {
  state = $state.raw<UpdateState>({ kind: 'idle' });
  isShown = $state(false);
  /** The version that runs; null before it is known. */
  info = $state.raw<AppInfo | null>(null);

  readonly #shell: Client['shell'];
  readonly #subscription: Disposable;

  constructor({ shell }: Pick<Client, 'shell'>) {
    this.#shell = shell;
    this.#subscription = shell.onUpdateChanged((state) => (this.state = state));
  }

  /** Fetches what is known already; to be called when the window is loaded. */
  async load(): Promise<void> {
    [this.state, this.info] = await Promise.all([this.#shell.getUpdate(), this.#shell.getAppInfo()]);
  }

  /** Looks for a newer version, or shows the one that is known. */
  async begin(): Promise<void> {
    this.isShown = true;
    await this.#shell.checkForUpdates();
  }

  download(): Promise<void> {
    return this.#shell.downloadUpdate();
  }

  cancel(): Promise<void> {
    return this.#shell.cancelUpdate();
  }

  restart(): Promise<void> {
    return this.#shell.restartToUpdate();
  }

  /** Leaves the dialog; a download goes on. */
  close(): void {
    this.isShown = false;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
