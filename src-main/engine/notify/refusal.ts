import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';

/** Says that a receiver will never take a notification, and why. */
export const refusal = (message: Phrase, cause?: unknown): MonitorError =>
  new MonitorError('alerts/refused', message, {
    remedy: say('notify.remedy.refused'),
    cause,
  });
