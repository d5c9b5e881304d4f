import type { Sort } from '../../ui/table/columns.ts';
import type { AlertFilter } from './alert-filter.ts';

/** Which alerts the list shows, and in which order. */
export class AlertsPage {
  state = $state<AlertFilter['state']>('all');
  query = $state('');
  order = $state.raw<Sort | null>(null);
}
