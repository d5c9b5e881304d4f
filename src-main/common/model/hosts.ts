import type { Alert } from './alerts.ts';
import type { StoredLimit } from './limits.ts';

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

/** The limits on a host, a network or a pair, and the alerts about it. */
export interface ScopeRules {
  /** Limits whose source or destination is it, holds it or is a part of it; the first ones by their effective date. */
  readonly limits: readonly StoredLimit[];
  readonly limitCount: number;
  /** Alerts of such limits, and those of which it is in one of the five largest pairs; the newest first. */
  readonly alerts: readonly Alert[];
  /** Whether there are no more: else the oldest ones are missing. */
  readonly areAlertsAll: boolean;
}
