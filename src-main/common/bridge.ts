import type { Answer } from './rpc/messages.ts';

/** Whom a page may have a line to: the live engine, or the replay of the capture files that are open. */
export type LineName = 'engine' | 'replay';

/**
 * What preload puts on `window.streamchecker`: doors to the shell, the handing over of ports to the engines, and the paths
 * of dropped files. Main refuses unknown names.
 */
export interface Bridge {
  /** Calls the shell; never rejects. */
  call(name: string, request?: unknown): Promise<Answer>;
  /** Subscribes to an event of the shell by its name; the function it returns ends the subscription. */
  on(name: string, listener: (payload: unknown) => void): () => void;
  /**
   * Asks for a line to an engine. Once the answer says that there is one, its port has come, or comes, as a message of the
   * window to itself whose data is `ticket`.
   */
  connect(line: LineName, ticket: string): Promise<Answer>;
  /** Where a `File` that the person dropped on the page lies; empty for one that lies on no disk. */
  pathOf(file: object): string;
}
