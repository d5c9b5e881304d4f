import { MonitorError } from '../../common/errors.ts';

/** Says that a receiver will never take a notification, and why. */
export const refusal = (message: string, cause?: unknown): MonitorError =>
  new MonitorError('alerts/refused', message, {
    remedy: 'check its address and what it expects; the alert is in the list, and is not sent there again',
    cause,
  });
