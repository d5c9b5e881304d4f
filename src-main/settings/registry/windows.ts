import { say } from '../../common/phrases/say.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { optional } from './kind.ts';
import * as k from './kinds.ts';
import { option } from './option.ts';
import { understood } from './understood.ts';

const runs = ['monitor', 'check', 'replay'] as const;

/** What is summed, by which windows. */
export const windowOptions = {
  'windows.length': option({
    kind: k.duration,
    default: '5m',
    setting: {
      scope: 'engine',
      title: 'Length',
      description:
        'Length of the windows, such as `300s`, `5m` or `1h`. Windows of different length are kept apart.',
    },
    flag: {
      name: 'window',
      value: '<duration>',
      help: say('help.windows.length'),
      runs,
      docs: { value: 'D', text: 'length of the windows' },
    },
  }),
  'windows.slide': option({
    kind: optional(k.duration),
    default: '',
    setting: {
      scope: 'engine',
      title: 'Slide',
      description:
        'Distance between the starts of windows; shorter than their length, they overlap. Empty: their length.',
    },
    flag: {
      name: 'slide',
      value: '<duration>',
      help: say('help.windows.slide'),
      standard: say('standard.length'),
      runs,
      docs: {
        value: 'D',
        text: 'distance between window starts; shorter than the window, windows overlap, at most 1,000 of them; best it divides the length. Default: their length',
      },
    },
  }),
  'windows.lateness': option({
    kind: k.durationOrZero,
    default: '10s',
    setting: {
      scope: 'engine',
      title: 'Lateness',
      description: 'How long after its end a window waits for records that are late.',
    },
    flag: {
      name: 'lateness',
      value: '<duration>',
      help: say('help.windows.lateness'),
      runs,
      docs: { value: 'D', text: 'how long after its end a window waits for records' },
    },
  }),
  'windows.sources': option({
    kind: k.networks,
    default: [],
    setting: {
      scope: 'engine',
      title: 'Sources',
      description: 'Sum only what these addresses and networks send; none for all.',
    },
    flag: {
      name: 'source',
      value: '<cidr>',
      help: say('help.windows.sources'),
      runs,
      isNext: areNetworks,
      docs: { value: 'CIDR…', text: 'sum only packets from any of these addresses or networks' },
    },
  }),
  'windows.destinations': option({
    kind: k.networks,
    default: [],
    setting: {
      scope: 'engine',
      title: 'Destinations',
      description: 'Sum only what goes to these addresses and networks; none for all.',
    },
    flag: {
      name: 'destination',
      value: '<cidr>',
      help: say('help.windows.destinations'),
      runs,
      isNext: areNetworks,
      docs: {
        value: 'CIDR…',
        text: 'sum only packets to any of these; with `--source`, both must match. `alerts mute`, `totals` and the verbs of `limits` take one of each; of `totals`, `--source` alone is what came from it, `--destination` alone what went to it; a mute covers limits on what lies within, or on the very group that it names (`@office`)',
      },
    },
  }),
};

/** What traffic is summed by beside windows. */
export const periodOptions = {
  'periods.names': option({
    kind: k.periods,
    default: [],
    setting: {
      scope: 'engine',
      title: 'Periods',
      description:
        'Sum traffic by these periods, too: `1h`, `week`, `month@15` (from the 15th) or `year`. Hours, days and months always are, and so is what limits are on.',
    },
    flag: {
      name: 'period',
      value: '<period>',
      help: say('help.periods.names'),
      runs,
      isNext: (word) => understood(parsePeriod, word),
      docs: {
        value: 'P…',
        text: 'runs: sum by it, too, and print it when it closes: `1h` or another length, `day`, `week` (from Monday), `month`, `month@15` (from the 15th) or `year`. Hours, days and months are always summed and kept; what a limit is on is summed and printed, too. Stored periods: only these. A limit has one',
      },
    },
  }),
  'periods.timeZone': option({
    kind: optional(k.timeZone),
    default: '',
    setting: {
      scope: 'engine',
      title: 'Time Zone',
      description:
        "Time zone in which days, weeks, months and years begin, such as `Europe/Berlin`. Empty: the system's.",
    },
    flag: {
      name: 'time-zone',
      value: '<zone>',
      help: say('help.periods.timeZone'),
      standard: say('standard.system'),
      runs,
      docs: {
        value: 'ZONE',
        text: "where days, weeks, months and years begin, as `Europe/Berlin`; default: the system's. All verbs show times in it, also those that only read the data folder; JSON lines have UTC. Lengths such as `1h` are aligned as windows are. A period that doesn't begin where windows do is refused",
      },
    },
  }),
};

/** Which networks are home, and what networks are called. */
export const networkOptions = {
  'networks.home': option({
    kind: k.homeNetworks,
    default: ['auto'],
    setting: {
      scope: 'engine',
      title: 'Home networks',
      description:
        'Networks from which traffic goes out, and into which it comes in: addresses, networks and groups such as `@office`. `auto` means private networks and those of the interfaces.',
    },
    flag: {
      name: 'home-network',
      value: '<network>',
      help: say('help.networks.home'),
      runs,
      isNext: areHomeNetworks,
      docs: {
        value: 'CIDR…',
        text: 'networks from which traffic goes out, and into which it comes in: addresses, networks, groups, and `auto` (the default), which means private networks and those of the interfaces ([how](user-guide.md#in-and-out)). For stored windows, as the newest run had it unless given',
      },
    },
  }),
  'networks.groups': option({
    kind: k.networkGroups,
    default: {},
    setting: {
      scope: 'engine',
      title: 'Groups of networks',
      description:
        'Names for networks, such as `"office": ["10.1.0.0/16", "@lab"]`, to be used as `@office` for sources and destinations of what is captured, limits and mutes, for home networks, and in the filter of pairs.',
    },
    flag: {
      name: 'network-group',
      value: '<name=networks>',
      help: say('help.networks.groups'),
      runs,
      repeats: true,
      docs: {
        value: 'NAME=LIST',
        text: 'a name for networks: `office=10.1.0.0/16,192.0.2.7,@lab`; used as `@office` in `--source`, `--destination`, `--home-network`. May be repeated',
      },
    },
  }),
};

/** Whether a word, with commas or without, is one more value of a list of networks. */
function areNetworks(word: string): boolean {
  return word.split(',').every((one) => understood(k.networkOrGroup.read, one));
}

function areHomeNetworks(word: string): boolean {
  return word.split(',').every((one) => one === 'auto' || areNetworks(one));
}
