import type { ErrorData } from '../errors.ts';

/** The answer to a call as it crosses a process border: an error is data, never an exception. */
export type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorData };

/** What a client says. */
export interface ToServer {
  readonly kind: 'call';
  /** The client's own number of the call. */
  readonly id: number;
  readonly name: string;
  readonly request?: unknown;
}

/** What a server says. */
export type ToClient =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };
