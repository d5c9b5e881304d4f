import type { ErrorData } from '../../common/errors.ts';
import type { Series } from '../store/series-repository.ts';
import type { KeptSpace } from '../store/space-forecast.ts';
import type { History } from './history.ts';

/** What the history's thread is to open. */
export interface HistoryPlace {
  readonly dataDir: string;
  readonly series: Series;
  /** For how long what is kept, to foresee the space. */
  readonly kept?: KeptSpace;
}

/** What is sent to the history's thread. */
export type ToHistory =
  | { readonly kind: 'call'; readonly id: number; readonly name: keyof History; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'stop' };

/** What it answers. */
export type FromHistory =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: ErrorData };
