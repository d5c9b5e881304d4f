/**
 * What preload puts on `window.streamchecker`: two doors, no list of channels, and the paths of dropped files. Main
 * refuses unknown names.
 */
export interface Bridge {
  /** Resolves to the call's answer, or rejects with an error whose `message` is JSON of `ErrorData`. */
  call(name: string, request?: unknown): Promise<unknown>;
  /** Subscribes to an event by its name; the function it returns ends the subscription. */
  on(name: string, listener: (payload: unknown) => void): () => void;
  /** Where a `File` that the person dropped on the page lies; empty for one that lies on no disk. */
  pathOf(file: object): string;
}
