import type { AlertNotification } from '../../common/model/alerts.ts';
import { type RecordReceiver, taken } from '../notify/delivery-stage.ts';

export type { RecordReceiver };

/** A receiver in this process that takes each notification once, in order. */
export const recordReceiver = (
  name: string,
  take: (notification: AlertNotification) => void,
): RecordReceiver => ({
  ...{ name, isRecord: true },
  deliver(notification) {
    take(notification);
    return Promise.resolve(taken);
  },
});
