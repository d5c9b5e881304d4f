import { say } from '../../common/phrases/say.ts';
import { choice, text, toggle } from './kind.ts';
import * as k from './kinds.ts';
import { option } from './option.ts';

/** What is captured, and by what. */
export const captureOptions = {
  'capture.interfaces': option({
    kind: k.names,
    default: ['auto'],
    setting: {
      scope: 'engine',
      title: 'Interfaces',
      description:
        'Interfaces to capture on; `auto` means every one that is up, less those that are part of another one.',
    },
    flag: {
      name: 'interface',
      value: '<name>',
      help: say('help.capture.interfaces'),
      runs: ['monitor', 'capture'],
      isNext: () => true,
      docs: {
        value: 'NAME…',
        text: 'capture on these; default `auto`: every interface that is up and whose packets no other one shows (not the parts of a bridge, bond or team, not a VLAN or macvlan upon another)',
      },
    },
  }),
  'capture.filter': option({
    kind: text,
    default: '',
    setting: {
      scope: 'engine',
      title: 'Filter',
      description: 'Capture only what this BPF filter matches, such as `tcp port 443`; empty for everything.',
    },
    flag: {
      name: 'filter',
      value: '<bpf>',
      help: say('help.capture.filter'),
      standard: say('standard.none'),
      runs: ['monitor', 'capture', 'replay'],
      docs: {
        value: 'BPF',
        text: 'capture only what this filter matches, in the syntax of tcpdump. Of packets with a VLAN tag, live and file differ: live, the kernel has mostly taken the outer tag off, so `udp port 53` matches them, too, and in a file it does not. `udp port 53 or (vlan and udp port 53)` means the same in both',
      },
    },
  }),
  'capture.interval': option({
    kind: k.duration,
    default: '1s',
    flag: {
      name: 'interval',
      value: '<duration>',
      help: say('help.capture.interval'),
      runs: ['monitor', 'capture', 'check', 'replay'],
      docs: {
        value: 'D',
        text: 'length of the intervals that the capture sums; default `1s`; windows and slide are multiples of it',
      },
    },
  }),
  'capture.engine': option({
    kind: choice(['helper', 'ebpf', 'cap']),
    default: 'helper',
    setting: {
      scope: 'engine',
      title: 'Engine',
      description:
        'What captures: the helper that comes with StreamChecker, that helper with `ebpf` (the kernel sums, at about 0.6 of the cost with up to some thousand pairs), or the npm package `cap`, which costs more and counts no drops.',
    },
    flag: {
      name: 'capture-engine',
      value: '<name>',
      help: say('help.capture.engine'),
      runs: ['monitor', 'capture'],
      docs: {
        value: 'NAME',
        text: 'what captures: `helper` (the default), [`ebpf`](user-guide.md#sums-in-the-kernel), or `cap`, [the npm package](user-guide.md#capture-without-the-helper)',
      },
    },
  }),
  'capture.promiscuous': option({
    kind: toggle,
    default: false,
    setting: {
      scope: 'engine',
      title: 'Promiscuous',
      description:
        'Capture what is not addressed to this machine, too, where the interface sees it, as on a mirrored port.',
    },
    flag: {
      name: 'promiscuous',
      help: say('help.capture.promiscuous'),
      runs: ['monitor', 'capture'],
      docs: {
        text: 'capture what is not addressed to this machine, too, as on a mirrored port; default: only what the interface takes for this machine',
      },
    },
  }),
};
