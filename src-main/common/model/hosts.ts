/** A host that was seen, with what it sent and received in all time, in bytes. */
export interface FoundHost {
  readonly address: string;
  /** When the hour began in which it was seen first. */
  readonly firstMs: number;
  /** When the hour ended in which it was seen last. */
  readonly lastMs: number;
  readonly sent: number;
  readonly received: number;
}

/** What a search among all hosts that were ever seen has found. */
export interface FoundHosts {
  /** Those with most traffic, the first one first. */
  readonly hosts: readonly FoundHost[];
  /** How many were found. */
  readonly matching: number;
  /** Whether all hosts that were seen were searched: some may not be listed yet, are damaged, or found no room. */
  readonly isWhole: boolean;
}
