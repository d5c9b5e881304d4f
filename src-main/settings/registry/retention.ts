import { say } from '../../common/phrases/say.ts';
import { keptBytes, retentionTime } from '../../common/retention-time.ts';
import { optional, parsed } from './kind.ts';
import { option } from './option.ts';

const runs = ['monitor', 'check'] as const;

/** How long something of the history is kept, in ms. */
const keptTime = parsed(retentionTime);

/** How much of the history is kept. */
export const retentionOptions = {
  'retention.pairs': option({
    kind: keptTime,
    default: '90d',
    setting: {
      scope: 'engine',
      title: 'Pairs',
      description:
        'How long pairs are kept, from `2d` on: by window at first, then by hour. Totals stay. Most of the space is theirs.',
    },
    flag: {
      name: 'keep-pairs',
      value: '<duration>',
      help: say('help.retention.pairs'),
      runs,
      docs: { value: 'D', text: 'how long pairs are kept; default `90d`. Most of the space is theirs' },
    },
  }),
  'retention.windowPairs': option({
    kind: keptTime,
    default: '7d',
    setting: {
      scope: 'engine',
      title: 'Pairs of each window',
      description:
        'How long pairs are kept by window, from `2d` on; after that the sums of whole hours are kept.',
    },
    flag: {
      name: 'keep-window-pairs',
      value: '<duration>',
      help: say('help.retention.windowPairs'),
      runs,
      docs: {
        value: 'D',
        text: 'how long they are kept by window; default `7d`. After that the sums of whole hours are kept',
      },
    },
  }),
  'retention.windows': option({
    kind: keptTime,
    default: '3650d',
    setting: {
      scope: 'engine',
      title: 'Windows',
      description: 'How long windows are kept, with their totals and verdicts.',
    },
    flag: {
      name: 'keep-windows',
      value: '<duration>',
      help: say('help.retention.windows'),
      runs,
      docs: { value: 'D', text: 'how long windows are kept, with totals and verdicts' },
    },
  }),
  'retention.alerts': option({
    kind: keptTime,
    default: '3650d',
    setting: { scope: 'engine', title: 'Alerts', description: 'How long resolved alerts are kept.' },
    flag: {
      name: 'keep-alerts',
      value: '<duration>',
      help: say('help.retention.alerts'),
      runs,
      docs: { value: 'D', text: 'how long resolved alerts are kept' },
    },
  }),
  'retention.size': option({
    kind: optional(parsed(keptBytes)),
    default: '',
    setting: {
      scope: 'engine',
      title: 'Size',
      description:
        'What the history may take beside the list of all hosts, such as `2 GB`: beyond, the oldest pairs go, then the oldest windows. Two days stay. Empty for no bound.',
    },
    flag: {
      name: 'keep-size',
      value: '<bytes>',
      help: say('help.retention.size'),
      runs,
      docs: {
        value: 'BYTES',
        text: 'what the history may take beside the list of all hosts, such as `2GB`: beyond, the oldest pairs go, then the oldest windows; two days stay',
      },
    },
  }),
};
