import { comparisons } from '../../common/model/totals.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { choice, optional, parsed, text, toggle } from './kind.ts';
import * as k from './kinds.ts';
import { option } from './option.ts';

/** An option without a value: off, unless it is given. */
const toggled = (name: string, help: string, text: string) =>
  option({ kind: toggle, default: false, flag: { name, help, docs: { text } } });

/** Options of verbs that work on what is stored; a verb may say more exactly what one means there. */
export const verbOptions = {
  'limit.name': option({
    kind: optional(choice(['min', 'max'])),
    default: '',
    flag: {
      name: 'limit-name',
      value: '<name>',
      help: 'min or max',
      docs: { value: 'NAME', text: '`min` or `max`' },
    },
  }),
  'limit.value': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'limit-value',
      value: '<value>',
      help: 'bytes: 2 GB, 500 MiB, 2000',
      docs: {
        value: 'BYTES',
        text: '`2 GB`, `500 MiB` or `2000`. As all options of `limits edit` it stays as it is where it is left out; an empty text takes what need not be there away',
      },
    },
  }),
  'limit.direction': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'direction',
      value: '<direction>',
      help: 'only what goes in, out, is local or passing, seen from the home networks',
      docs: {
        value: 'WAY',
        text: 'a limit: only what goes `in`, `out`, is `local` or `passing` counts, seen from the home networks. A mute: only limits on that direction. `totals`: only what goes this way',
      },
    },
  }),
  'limit.hours': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'hours',
      value: '<hours>',
      help: 'local hours that count: 22:00-06:00, Mon-Fri 08:00-18:00',
      docs: { value: 'HOURS', text: 'local hours that count: `22:00-06:00`, `Mon-Fri 08:00-18:00`' },
    },
  }),
  'limit.agent': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'agent',
      value: '<id>',
      help: 'only what this agent recorded',
      docs: {
        value: 'ID',
        text: 'a limit: only what this agent recorded counts. A mute: only that this agent does not report; not together with the options above. `windows list`: only what this agent recorded, or agents by a pattern with `*` for any text',
      },
    },
  }),
  'limit.title': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'name',
      value: '<name>',
      help: 'what to call the limit',
      docs: {
        value: 'NAME',
        text: 'what to call the limit: it stands in lists, reports and notifications. The column `title`, which a CSV file or a table may lack',
      },
    },
  }),
  'limit.note': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'note',
      value: '<text>',
      help: 'a note about the limit',
      docs: { value: 'TEXT', text: 'a note about the limit, in the column `note`' },
    },
  }),
  'limit.effectiveDate': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'effective-date',
      value: '<date>',
      help: 'in force from then on; without, from the present window or period on',
      docs: {
        value: 'DATE',
        text: 'in force from then on: `2026-01-31` or `2026-01-31T08:00:00Z`. A new limit without it: from the beginning of the present window or period',
      },
    },
  }),
  'limit.dryRun': toggled(
    'dry-run',
    'show what it would change, and change nothing',
    'say what it would change, and what that would have found in the past; change nothing',
  ),
  'limit.allowEmpty': toggled(
    'allow-empty',
    'take a source that has no rows: no limit holds any more',
    'take a source that has no rows at all; without it, the limits that hold are kept',
  ),
  'limit.accept': option({
    kind: optional(choice(['min', 'max', 'all'])),
    default: '',
    flag: {
      name: 'accept',
      value: '<which>',
      help: 'add what is suggested to the source of the limits',
      docs: {
        value: 'WHICH',
        text: 'add the suggested `min`, `max` or both (`all`) to the source that is followed: a row of the JSON file or the PostgreSQL table, a line of the CSV file',
      },
    },
  }),
  'limit.into': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'into',
      value: '<source>',
      help: 'accept into this source, not into the one that is followed',
      docs: { value: 'SOURCE', text: 'accept into this source instead' },
    },
  }),
  'mute.limit': option({
    kind: optional(choice(['min', 'max'])),
    default: '',
    flag: {
      name: 'limit',
      value: '<name>',
      help: 'only limits of this name',
      docs: { value: 'NAME', text: 'only limits of this name, `min` or `max`; default both' },
    },
  }),
  'mute.for': option({
    kind: optional(k.duration),
    default: '',
    flag: {
      name: 'for',
      value: '<duration>',
      help: 'end by itself after this long',
      standard: 'never',
      docs: { value: 'D', text: 'the mute ends after this long; default never' },
    },
  }),
  'alert.comment': option({
    kind: text,
    default: '',
    flag: {
      name: 'comment',
      value: '<text>',
      help: 'what to know about it',
      docs: { value: 'TEXT', text: 'what to know about the alert' },
    },
  }),
  'agents.remove': option({
    kind: toggle,
    default: false,
    flag: { name: 'remove', help: 'expect them no longer', docs: { text: 'expect these agents no longer' } },
  }),
  'shown.from': option({
    kind: optional(k.instant),
    default: '',
    flag: {
      name: 'from',
      value: '<instant>',
      help: 'from then on',
      docs: {
        value: 'INSTANT',
        text: 'the first window or period starts at or after it: `2026-01-31`, `2026-01-31 08:00` (in the time zone of the periods, as in the tables) or `2026-01-31T08:00:00Z`',
      },
    },
  }),
  'shown.to': option({
    kind: optional(k.instant),
    default: '',
    flag: {
      name: 'to',
      value: '<instant>',
      help: 'until then',
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
      help: 'maximum number of rows',
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
      help: 'only what passed between it and this one',
      docs: { value: 'CIDR', text: 'only what passed between the host (of `totals`: `--host`) and this one' },
    },
  }),
  'shown.per': option({
    kind: parsed((said) => parsePeriod(said).name),
    default: 'day',
    flag: {
      name: 'per',
      value: '<period>',
      help: 'hour, day, week, month, month@15, year or a length such as 6h',
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
      help: 'only what this address, network or group such as @office sent and received',
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
      help: 'only what the networks of this group sent and received',
      docs: { value: 'NAME', text: 'the same as `--host @NAME`' },
    },
  }),
  'shown.compare': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'compare',
      value: '<what>',
      help: `beside each period another one: ${comparisons.join(', ')}, or the instant at which the other ones begin`,
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
      help: 'limits by which each window was judged, breaches first, or all; its total alone without',
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
      help: 'write there instead of to standard output',
      docs: { value: 'FILE', text: 'write to a new file instead of to standard output' },
    },
  }),
  'shown.cluster': toggled(
    'cluster',
    'look at a cluster, too: its topics, its job, and how far it has got',
    'look at a [cluster](cluster.md), too: its topics, its job, and how far it has got; its sums are in `traffic-sums`, or where `--sums` says',
  ),
};
