import type { Attention } from '../common/attention.ts';
import type { ErrorData } from '../common/errors.ts';
import type { Event } from '../common/event.ts';
import type { Answer } from './answer.ts';

/** What the main process says to the engine's process. `start` comes first and once. */
export type ToEngine<Settings> =
  | { readonly kind: 'start'; readonly settings: Settings }
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly request: unknown }
  /** How the app's window is looked at from now on: as much is told of what goes on all the time. */
  | { readonly kind: 'attention'; readonly attention: Attention }
  | { readonly kind: 'stop' };

/** What the engine's process says to the main process. */
export type FromEngine =
  /** An older data folder is brought up to date: which share of it is done. */
  | { readonly kind: 'migrating'; readonly share: number }
  | { readonly kind: 'started' }
  /** The engine runs, and has its turn. */
  | { readonly kind: 'alive' }
  /** The engine can't start, or stopped for good; the process ends. */
  | { readonly kind: 'failed'; readonly error: ErrorData }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

/** One end of the line between the two processes. */
export interface Port<Incoming, Outgoing> {
  post(message: Outgoing): void;
  readonly onMessage: Event<Incoming>;
}

/** Name of the member of an API that announces the event `name`: `onStatusChanged` for `statusChanged`. */
export function eventMember<N extends string>(name: N): `on${Capitalize<N>}` {
  return `on${name.charAt(0).toUpperCase()}${name.slice(1)}` as `on${Capitalize<N>}`;
}
