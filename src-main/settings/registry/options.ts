import { alertOptions } from './alerts.ts';
import { captureOptions } from './capture.ts';
import { brokerOptions, kafkaOptions } from './kafka.ts';
import { limitOptions } from './limits.ts';
import { retentionOptions } from './retention.ts';
import { runOptions } from './run.ts';
import { shownOptions } from './shown.ts';
import { verbOptions } from './verbs.ts';
import { appearanceOptions, appOptions, hostOptions, keyboardOptions } from './window.ts';
import { networkOptions, periodOptions, windowOptions } from './windows.ts';

/** Every option there is, in the order in which they are shown. */
export const options = {
  ...appearanceOptions,
  ...captureOptions,
  ...windowOptions,
  ...periodOptions,
  ...networkOptions,
  ...limitOptions,
  ...alertOptions,
  ...retentionOptions,
  ...kafkaOptions,
  ...brokerOptions,
  ...appOptions,
  ...hostOptions,
  ...keyboardOptions,
  ...runOptions,
  ...verbOptions,
  ...shownOptions,
};
