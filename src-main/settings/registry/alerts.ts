import { say } from '../../common/phrases/say.ts';
import { optional, toggle } from './kind.ts';
import * as k from './kinds.ts';
import { option } from './option.ts';

const runs = ['monitor', 'check'] as const;

/** Holds the header by which one logs in at the webhook, such as `Bearer …`. */
const authorizationVariable = 'STREAMCHECKER_WEBHOOK_AUTHORIZATION';

/** When alerts fire and end, and who is told of them beside the desktop. */
export const alertOptions = {
  'alerts.for': option({
    kind: k.wholeNumber(1),
    default: '1',
    setting: {
      scope: 'engine',
      title: 'Breaches in a row',
      description: 'Fire when this many windows in a row have left the limit.',
    },
    flag: {
      name: 'alert-for',
      value: '<windows>',
      help: say('help.alerts.for'),
      runs: ['monitor', 'check', 'replay'],
      docs: {
        value: 'N',
        text: 'fire when this many windows have breached in a row; default 1: at the first breach',
      },
    },
  }),
  'alerts.clear': option({
    kind: k.percent(0, 100),
    default: '0',
    setting: {
      scope: 'engine',
      title: 'Resolve below',
      description: 'Resolve only when a window closes this many percent inside the limit.',
    },
    flag: {
      name: 'alert-clear',
      value: '<percent>',
      help: say('help.alerts.clear'),
      runs: ['monitor', 'check', 'replay'],
      docs: {
        value: 'P',
        text: 'resolve only when a window closes this many percent inside the limit; default 0: as soon as one is within it',
      },
    },
  }),
  'alerts.repeat': option({
    kind: k.durationOrNever,
    default: 'never',
    setting: {
      scope: 'engine',
      title: 'Repeat',
      description: 'Tell again of an alert that nobody has acknowledged: every `4h`, or `never`.',
    },
    flag: {
      name: 'alert-repeat',
      value: '<duration>',
      help: say('help.alerts.repeat'),
      runs,
      docs: {
        value: 'D',
        text: 'tell again of an alert that is still firing and that nobody has acknowledged, this often',
      },
    },
  }),
  'alerts.warn': option({
    kind: toggle,
    default: false,
    setting: {
      scope: 'engine',
      title: 'Warn',
      description: 'Tell when a total comes near its maximum, once for each window.',
    },
    flag: {
      name: 'warn',
      help: say('help.alerts.warn'),
      runs,
      docs: { text: 'tell when a total comes near its maximum, once for each window' },
    },
  }),
  'alerts.warnAt': option({
    kind: k.percent(1, 100),
    default: '80',
    setting: {
      scope: 'engine',
      title: 'Warn at',
      description: 'Percent of a maximum from which on a total counts as near it.',
    },
    flag: {
      name: 'warn-at',
      value: '<percent>',
      help: say('help.alerts.warnAt'),
      runs,
      docs: {
        value: 'P',
        text: 'share of a maximum, in percent, from which on a total counts as near it; default 80, for a limit that of the run',
      },
    },
  }),
  'alerts.webhook': option({
    kind: k.webhook,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Webhook',
      description: 'Post alerts there as JSON: `https://host/path`. Empty for none.',
    },
    flag: {
      name: 'webhook',
      value: '<url>',
      help: say('help.alerts.webhook'),
      runs,
      docs: { value: 'URL', text: 'post each alert there as JSON; tried again until the server takes it' },
    },
  }),
  'alerts.webhookSecret': option({
    kind: k.secret,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Webhook key',
      description:
        'Key that signs what is posted (HMAC-SHA256). It is sealed by the keyring of your desktop, as the password for the brokers is.',
    },
    flag: {
      name: 'webhook-secret',
      value: '<file>',
      help: say('help.alerts.webhookSecret'),
      standard: say('standard.secretVariable'),
      runs,
      docs: {
        value: 'FILE',
        text: 'file (mode 0600) with the key that signs what is posted; default: the variable `STREAMCHECKER_WEBHOOK_SECRET`, else no signature',
      },
    },
    variable: {
      name: 'STREAMCHECKER_WEBHOOK_SECRET',
      help: 'the key that signs what is posted to the webhook, where no file holds it',
    },
  }),
  'alerts.webhookAuthorization': option({
    kind: k.secret,
    default: '',
    variable: {
      name: authorizationVariable,
      help: 'header by which one logs in at the webhook, such as `Bearer …`',
    },
  }),
  'alerts.syslog': option({
    kind: k.syslog,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Syslog',
      description: 'Send alerts to this syslog server: `udp://host:514` or `tcp://host:514`. Empty for none.',
    },
    flag: {
      name: 'syslog',
      value: '<address>',
      help: say('help.alerts.syslog'),
      runs,
      docs: {
        value: 'ADDRESS',
        text: 'send each alert to a syslog server (RFC 5424): `udp://HOST:PORT` or `tcp://HOST:PORT`',
      },
    },
  }),
  'alerts.command': option({
    kind: optional(k.program),
    default: '',
    setting: {
      scope: 'engine',
      title: 'Command',
      description:
        'Run this program for each alert, which is on its input as JSON; with arguments as a JSON array, such as `["logger","-t","streamchecker"]`. Empty for none.',
    },
    flag: {
      name: 'alert-command',
      value: '<program>',
      help: say('help.alerts.command'),
      runs,
      docs: {
        value: 'PROGRAM',
        text: 'run it for each alert, which is on its input as a line of JSON; with arguments as a JSON array: `\'["logger","-t","traffic"]\'`',
      },
    },
  }),
};
