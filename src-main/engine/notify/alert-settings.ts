import type { ReceiverSettings } from './receivers/receiver-settings.ts';

/** When and how people are notified of alerts. */
export interface AlertSettings {
  /** Receivers, beside the desktop and what is printed. */
  readonly channels: readonly ReceiverSettings[];
  /** The share of a maximum from which on a total is near it, in percent. */
  readonly warnPercent: number;
  /** Whether people are told that a total comes near its maximum, once for each window. */
  readonly tellsWarnings: boolean;
  /** How often people are told again of an alert that nobody has acknowledged; null for once. */
  readonly repeatMs: number | null;
}
