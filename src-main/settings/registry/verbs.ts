import { say } from '../../common/phrases/say.ts';
import { choice, optional, text, toggle } from './kind.ts';
import * as k from './kinds.ts';
import { option, toggled } from './option.ts';

/** Options of verbs that change what is stored; a verb may say more exactly what one means there. */
export const verbOptions = {
  'limit.name': option({
    kind: optional(choice(['min', 'max'])),
    default: '',
    flag: {
      name: 'limit-name',
      value: '<name>',
      help: say('help.limit.name'),
      docs: { value: 'NAME', text: '`min` or `max`' },
    },
  }),
  'limit.value': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'limit-value',
      value: '<value>',
      help: say('help.limit.value'),
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
      help: say('help.limit.direction'),
      docs: {
        value: 'WAY',
        text: 'a limit: only what goes `in`, `out`, is `local` or `passing` counts, seen from the home networks. A mute: only limits on that direction. `totals`, `hosts show`: only what goes this way',
      },
    },
  }),
  'limit.hours': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'hours',
      value: '<hours>',
      help: say('help.limit.hours'),
      docs: { value: 'HOURS', text: 'local hours that count: `22:00-06:00`, `Mon-Fri 08:00-18:00`' },
    },
  }),
  'limit.agent': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'agent',
      value: '<id>',
      help: say('help.limit.agent'),
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
      help: say('help.limit.title'),
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
      help: say('help.limit.note'),
      docs: { value: 'TEXT', text: 'a note about the limit, in the column `note`' },
    },
  }),
  'limit.effectiveDate': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'effective-date',
      value: '<date>',
      help: say('help.limit.effectiveDate'),
      docs: {
        value: 'DATE',
        text: 'in force from then on: `2026-01-31` or `2026-01-31T08:00:00Z`. A new limit without it: from the beginning of the present window or period',
      },
    },
  }),
  'limit.dryRun': toggled(
    'dry-run',
    say('help.limit.dryRun'),
    'say what it would change, and what that would have found in the past; change nothing',
  ),
  'limit.allowEmpty': toggled(
    'allow-empty',
    say('help.limit.allowEmpty'),
    'take a source that has no rows at all; without it, the limits that hold are kept',
  ),
  'limit.accept': option({
    kind: optional(choice(['min', 'max', 'all'])),
    default: '',
    flag: {
      name: 'accept',
      value: '<which>',
      help: say('help.limit.accept'),
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
      help: say('help.limit.into'),
      docs: { value: 'SOURCE', text: 'accept into this source instead' },
    },
  }),
  'mute.limit': option({
    kind: optional(choice(['min', 'max'])),
    default: '',
    flag: {
      name: 'limit',
      value: '<name>',
      help: say('help.mute.limit'),
      docs: { value: 'NAME', text: 'only limits of this name, `min` or `max`; default both' },
    },
  }),
  'mute.for': option({
    kind: optional(k.duration),
    default: '',
    flag: {
      name: 'for',
      value: '<duration>',
      help: say('help.mute.for'),
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
      help: say('help.alert.comment'),
      docs: { value: 'TEXT', text: 'what to know about the alert' },
    },
  }),
  'agents.remove': option({
    kind: toggle,
    default: false,
    flag: {
      name: 'remove',
      help: say('help.agents.remove'),
      docs: { text: 'expect these agents no longer' },
    },
  }),
};
