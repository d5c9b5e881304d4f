/** What was summed of the windows before an instant that are in open periods of one kind, by scope. */
export interface KindScopes {
  /** Of the scopes that were summed. */
  readonly scopes: readonly string[];
  /** Windows from then on are yet to be summed. */
  readonly beforeMs: number;
  /** From when on the sums have all. */
  readonly fromMs: number;
  /** What the windows held: others than these hold something else. */
  readonly stamp: string;
  /** Bytes by scope, by the start of the period. */
  readonly sums: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

/** By the name of the kind; of kinds that have no new scope there is nothing. */
export type PastScopes = ReadonlyMap<string, KindScopes>;
