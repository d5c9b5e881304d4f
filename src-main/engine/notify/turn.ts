import type { AlertNotification } from '../../common/model/alerts.ts';
import type { Reader } from './outbox.ts';

/** Whose turn it is to notify, where several checkers sum the same: one of them does, and the others stand by. */
export interface Turn {
  /** Whether it is for this process to notify now. */
  readonly isOurs: boolean;
  /** Whether another process has seen to a notification for a receiver. */
  isSettled(receiver: Reader, notification: AlertNotification): boolean;
}

/** There is nobody else. */
export const alwaysOurs: Turn = { isOurs: true, isSettled: () => false };
