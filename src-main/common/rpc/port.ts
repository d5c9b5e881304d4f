import type { Event } from '../event.ts';

/** One end of a line between two processes, whatever carries it. What is posted arrives in order, or not at all. */
export interface Port<Incoming = unknown, Outgoing = unknown> {
  post(message: Outgoing): void;
  readonly onMessage: Event<Incoming>;
  /** Nothing comes any more: one of the ends was closed, or its process is gone. Announced once. */
  readonly onClosed: Event<undefined>;
  close(): void;
}
