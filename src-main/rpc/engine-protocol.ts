import type { Attention } from '../common/attention.ts';
import type { ErrorData } from '../common/errors.ts';
import type { ToClient, ToServer } from '../common/rpc/messages.ts';

/**
 * What the main process says to an engine's process, besides calls, and answers to what that asks. `start` comes first and
 * once.
 */
export type ToEngine<Settings> =
  | { readonly kind: 'start'; readonly settings: Settings }
  /** The app's page gets a line of its own, over the port that comes along. Numbers ascend. */
  | { readonly kind: 'connectPage'; readonly line: number }
  /** The page has gone, or has begun anew: its lines up to this number are closed, whoever holds their other ends. */
  | { readonly kind: 'closePages'; readonly upTo: number }
  /** How the app's window is looked at from now on: as much is told of what goes on all the time. */
  | { readonly kind: 'attention'; readonly attention: Attention }
  | { readonly kind: 'stop' }
  | ToServer
  | ToClient;

/** What an engine's process says to the main process, besides answers and events, and what it asks itself. */
export type FromEngine =
  /** An older data folder is brought up to date: which share of it is done. */
  | { readonly kind: 'migrating'; readonly share: number }
  | { readonly kind: 'started' }
  /** The engine runs, and has its turn. */
  | { readonly kind: 'alive' }
  /** The engine can't start, or stopped for good; the process ends. */
  | { readonly kind: 'failed'; readonly error: ErrorData }
  | ToClient
  | ToServer;
