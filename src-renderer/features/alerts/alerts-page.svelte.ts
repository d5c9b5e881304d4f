import type { Alert } from '../../../src-main/common/model/alerts.ts';
import type { Sort } from '../../ui/table/columns.ts';
import type { AlertFilter } from './alert-filter.ts';

/** Which alerts the list shows, and in which order. */
export class AlertsPage {
  state = $state<AlertFilter['state']>('all');
  query = $state('');
  /** On which traffic, or of which agent, as `subjectValue` tells them apart; empty for all. */
  subject = $state('');
  order = $state.raw<Sort | null>(null);
  /** The alert that the person is about to acknowledge. */
  acknowledging = $state.raw<Alert | null>(null);
  /** Id of the alert at which the list is to begin, once it is there. */
  sought = $state.raw<string | null>(null);
}
