import * as s from './schemas.ts';
import { setting } from './setting.ts';

/** How much of the history is kept. */
export const retentionSettings = {
  'retention.pairs': setting({
    schema: s.retention,
    default: '90d',
    scope: 'engine',
    title: 'Pairs',
    description:
      'How long pairs are kept, from `2d` on: by window at first, then by hour. Totals stay. Most of the space is theirs.',
    option: 'keep-pairs',
  }),
  'retention.windowPairs': setting({
    schema: s.retention,
    default: '7d',
    scope: 'engine',
    title: 'Pairs of each window',
    description:
      'How long pairs are kept by window, from `2d` on; after that the sums of whole hours are kept.',
    option: 'keep-window-pairs',
  }),
  'retention.windows': setting({
    schema: s.retention,
    default: '3650d',
    scope: 'engine',
    title: 'Windows',
    description: 'How long windows are kept, with their totals and verdicts.',
    option: 'keep-windows',
  }),
  'retention.alerts': setting({
    schema: s.retention,
    default: '3650d',
    scope: 'engine',
    title: 'Alerts',
    description: 'How long resolved alerts are kept.',
    option: 'keep-alerts',
  }),
  'retention.size': setting({
    schema: s.keptSize,
    default: '',
    scope: 'engine',
    title: 'Size',
    description:
      'What the history may take beside the list of all hosts, such as `2 GB`: beyond, the oldest pairs go, then the oldest windows. Two days stay. Empty for no bound.',
    option: 'keep-size',
  }),
} as const;
