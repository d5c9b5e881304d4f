/** Something that was opened and must be closed; closing twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Makes a disposable of a function, which then runs at most once. */
export function toDisposable(release: () => void): Disposable {
  let released = false;
  return {
    dispose() {
      if (released) return;
      released = true;
      release();
    },
  };
}
