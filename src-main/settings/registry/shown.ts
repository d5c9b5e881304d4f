import { say } from '../../common/phrases/say.ts';
import { comparisons } from '../../common/model/totals.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { optional, parsed, text } from './kind.ts';
import * as k from './kinds.ts';
import { option, toggled } from './option.ts';

/** Options of verbs that show what is stored: which of it, and how. */
export const shownOptions = {
  'shown.from': option({
    kind: optional(k.instant),
    default: '',
    flag: {
      name: 'from',
      value: '<instant>',
      help: say('help.shown.from'),
      docs: {
        value: 'INSTANT',
        text: 'the first window or period starts at or after it: `2026-01-31`, `2026-01-31 08:00` (in the time zone of the periods, as in all tables) or `2026-01-31T08:00:00Z`',
      },
    },
  }),
  'shown.to': option({
    kind: optional(k.instant),
    default: '',
    flag: {
      name: 'to',
      value: '<instant>',
      help: say('help.shown.to'),
      docs: {
        value: 'INSTANT',
        text: 'the last window or period starts before it, written as `--from`; `hosts show` takes the whole days from one to the other, by default the last 90, `agents show` the whole periods, by default those of the last 30 days',
      },
    },
  }),
  'shown.count': option({
    kind: k.wholeNumber(1),
    default: '24',
    flag: {
      name: 'count',
      value: '<n>',
      help: say('help.shown.count'),
      docs: {
        value: 'N',
        text: 'maximum number of rows; default 24 windows, 24 periods of each kind, 50 alerts, 10 pairs of an alert, 24 hosts, 10 peers, 20 hosts of a report; of totals 24 hours, 30 days, 12 weeks or months, 10 years, and all from `--from` on',
      },
    },
  }),
  'shown.peer': option({
    kind: optional(k.networkOrGroup),
    default: '',
    flag: {
      name: 'peer',
      value: '<cidr>',
      help: say('help.shown.peer'),
      docs: { value: 'CIDR', text: 'only what passed between the host (of `totals`: `--host`) and this one' },
    },
  }),
  'shown.per': option({
    kind: parsed((said) => parsePeriod(said).name),
    default: 'day',
    flag: {
      name: 'per',
      value: '<period>',
      help: say('help.shown.per'),
      docs: {
        value: 'P',
        text: 'the period of a row: `hour`, `day` (the default), `week`, `month`, `month@15`, `year`, or whole hours such as `6h`',
      },
    },
  }),
  'shown.host': option({
    kind: optional(k.networkOrGroup),
    default: '',
    flag: {
      name: 'host',
      value: '<cidr>',
      help: say('help.shown.host'),
      docs: {
        value: 'CIDR',
        text: 'only what this address, network or group of networks (`@office`) sent and received, by the pairs that are kept',
      },
    },
  }),
  'shown.group': option({
    kind: optional(k.groupName),
    default: '',
    flag: {
      name: 'group',
      value: '<name>',
      help: say('help.shown.group'),
      docs: { value: 'NAME', text: 'the same as `--host @NAME`' },
    },
  }),
  'shown.usual': toggled(
    'usual',
    say('help.shown.usual'),
    'beside each hour or day what was usual there: median and quartiles of the four weeks before, working days and weekends apart',
  ),
  'shown.compare': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'compare',
      value: '<what>',
      help: say('help.shown.compare', { comparisons }),
      docs: {
        value: 'WHAT',
        text: 'beside each period another one, with the difference: `previous` (as many periods right before), `last-week` (the same time of the same day of the week), `last-year` (the same date), or an instant at which the other periods begin. A period that is not over is compared with the other one after as much time',
      },
    },
  }),
  'shown.verdicts': option({
    kind: optional(k.countOrAll),
    default: '',
    flag: {
      name: 'verdicts',
      value: '<n>',
      help: say('help.shown.verdicts'),
      docs: {
        value: 'N',
        text: 'the limits by which each window was judged, breaches first, or `all`: also those on hosts, networks and pairs',
      },
    },
  }),
  'shown.output': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'output',
      value: '<file>',
      help: say('help.shown.output'),
      docs: { value: 'FILE', text: 'write to a new file instead of to standard output' },
    },
  }),
  'shown.cluster': toggled(
    'cluster',
    say('help.shown.cluster'),
    'look at a [cluster](cluster.md), too: its topics, its job, and how far it has got; its sums are in `traffic-sums`, or where `--sums` says',
  ),
};
