import type { AlertFilter, AlertOrder } from './alert-order.ts';

/** Which alerts the list shows, and in which order. */
export class AlertsPage {
  state = $state<AlertFilter['state']>('all');
  query = $state('');
  order = $state.raw<AlertOrder | null>(null);
}
