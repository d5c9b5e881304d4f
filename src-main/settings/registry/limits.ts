import { say } from '../../common/phrases/say.ts';
import * as k from './kinds.ts';
import { option } from './option.ts';

/** Where limits come from. */
export const limitOptions = {
  'limits.source': option({
    kind: k.limitsSource,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Source',
      description:
        'Source of limits to follow: a JSON or CSV file, or `postgres://…`. Empty: the one imported last in the window.',
    },
    flag: {
      name: 'limits',
      value: '<source>',
      help: say('help.limits.source'),
      runs: ['monitor', 'check', 'replay'],
      docs: {
        value: 'SOURCE',
        text: 'limits: a JSON or CSV file, or `postgres://…` ([how](limits.md)); `monitor` follows it',
      },
    },
  }),
  'limits.refresh': option({
    kind: k.refresh,
    default: 'continuous',
    setting: {
      scope: 'engine',
      title: 'Refresh',
      description: 'When limits are read again: `continuous`, `manual`, or a period such as `20m`.',
    },
    flag: {
      name: 'refresh',
      value: '<mode>',
      help: say('help.limits.refresh'),
      runs: ['monitor', 'check'],
      docs: {
        value: 'MODE',
        text: 'when limits are read again: `continuous` (at each change, and every 20 minutes; the default), a period such as `20m`, or `manual`',
      },
    },
  }),
};
