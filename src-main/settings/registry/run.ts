import { say } from '../../common/phrases/say.ts';
import { choice, optional, text, toggle } from './kind.ts';
import * as k from './kinds.ts';
import { option } from './option.ts';

/** A run, its data and what it prints. */
export const runOptions = {
  'run.expectedAgents': option({
    kind: {
      ...k.names,
      parse: (said: string, before?: readonly string[]) => [...(before ?? []), k.agentName.parse(said)],
    },
    default: [],
    flag: {
      name: 'expect-agent',
      value: '<agent>',
      help: say('help.run.expectedAgents'),
      runs: ['monitor', 'check'],
      isNext: () => true,
      docs: { value: 'ID…', text: 'agents that must be there in this run, beside those of `agents expect`' },
    },
  }),
  'run.duration': option({
    kind: optional(k.runTime),
    default: '',
    flag: {
      name: 'duration',
      value: '<duration>',
      help: say('help.run.duration'),
      runs: ['monitor', 'capture', 'check'],
      docs: { value: 'D', text: 'end by itself after this long' },
    },
  }),
  'run.dataDir': option({
    kind: optional(text),
    default: '',
    flag: {
      name: 'data-dir',
      value: '<folder>',
      help: say('help.run.dataDir'),
      runs: ['monitor', 'capture', 'check', 'doctor', 'replay'],
      docs: {
        value: 'FOLDER',
        text: 'where windows, limits and alerts are kept; default `$XDG_DATA_HOME/streamchecker`, or `~/.local/share/streamchecker`. For `replay`, default: a temporary folder',
      },
    },
  }),
  'output.pairs': option({
    kind: k.countOrAll,
    default: '10',
    flag: {
      name: 'pairs',
      value: '<n>',
      help: say('help.output.pairs'),
      runs: ['monitor', 'check', 'replay'],
      docs: {
        value: 'N',
        text: 'largest pairs to print for each window, or `all`; default 10 for runs, 0 for stored windows',
      },
    },
  }),
  'output.directions': option({
    kind: toggle,
    default: false,
    flag: {
      name: 'directions',
      help: say('help.output.directions'),
      runs: ['monitor', 'check', 'replay'],
      docs: {
        text: 'tell of each window or period how many bytes went in, out, locally and past the home networks, and of each pair its direction',
      },
    },
  }),
  'output.failOnBreach': option({
    kind: toggle,
    default: false,
    flag: {
      name: 'fail-on-breach',
      help: say('help.output.failOnBreach'),
      runs: ['monitor', 'check', 'replay'],
      docs: { text: 'exit with status 3 if a limit was breached' },
    },
  }),
  'output.format': option({
    kind: choice(['table', 'json']),
    default: 'table',
    flag: {
      name: 'format',
      value: '<form>',
      help: say('help.output.format'),
      runs: ['monitor', 'capture', 'check', 'replay', 'doctor'],
      docs: {
        value: 'FORM',
        text: '`table` (the default) or `json`; for `windows export` and `periods export` `csv` (the default) or `json`; for `limits export` `json` (the default), `csv` or `sql`; for `limits suggest` also `sql`; for `totals` also `csv`',
      },
    },
  }),
  'output.verbose': option({
    kind: toggle,
    default: false,
    flag: {
      name: 'verbose',
      help: say('help.output.verbose'),
      runs: ['monitor', 'capture', 'check', 'replay', 'doctor'],
      docs: { text: 'print the stack of an error, too' },
    },
  }),
};
