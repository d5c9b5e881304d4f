import * as v from 'valibot';
import * as s from './schemas.ts';
import { setting } from './setting.ts';

/** When alerts fire and end, and who is told of them beside the desktop. */
export const alertSettings = {
  'alerts.for': setting({
    schema: s.wholeNumber(1, 1_000),
    default: '1',
    scope: 'engine',
    title: 'Breaches in a row',
    description: 'Fire when so many windows in a row have left the limit.',
    option: 'alert-for',
  }),
  'alerts.clear': setting({
    schema: s.percent(0, 100),
    default: '0',
    scope: 'engine',
    title: 'Resolve below',
    description: 'Resolve only when a window closes so many percent inside the limit.',
    option: 'alert-clear',
  }),
  'alerts.repeat': setting({
    schema: s.durationOrNever,
    default: 'never',
    scope: 'engine',
    title: 'Repeat',
    description: 'Tell again of an alert that nobody has acknowledged: every `4h`, or `never`.',
    option: 'alert-repeat',
  }),
  'alerts.warn': setting({
    schema: v.boolean(),
    default: false,
    scope: 'engine',
    title: 'Warn',
    description: 'Tell when a total comes near its maximum, once for each window.',
    option: 'warn',
  }),
  'alerts.warnAt': setting({
    schema: s.percent(1, 100),
    default: '80',
    scope: 'engine',
    title: 'Warn at',
    description: 'Percent of a maximum from which on a total counts as near it.',
    option: 'warn-at',
  }),
  'alerts.webhook': setting({
    schema: s.webhook,
    default: '',
    scope: 'engine',
    title: 'Webhook',
    description: 'Post alerts there as JSON: `https://host/path`. Empty for none.',
    option: 'webhook',
  }),
  'alerts.webhookSecret': setting({
    schema: s.secret,
    default: '',
    scope: 'engine',
    title: 'Webhook key',
    description:
      'Key that signs what is posted (HMAC-SHA256). It is sealed by the keyring of your desktop, as the password for the brokers is.',
    option: 'webhook-secret',
  }),
  'alerts.syslog': setting({
    schema: s.syslog,
    default: '',
    scope: 'engine',
    title: 'Syslog',
    description: 'Send alerts to this syslog server: `udp://host:514` or `tcp://host:514`. Empty for none.',
    option: 'syslog',
  }),
  'alerts.command': setting({
    schema: s.program,
    default: '',
    scope: 'engine',
    title: 'Command',
    description:
      'Run this program for each alert, which is on its input as JSON; with arguments as a JSON array, such as `["logger","-t","streamchecker"]`. Empty for none.',
    option: 'alert-command',
  }),
} as const;
