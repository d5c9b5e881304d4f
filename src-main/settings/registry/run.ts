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
      help: 'an agent that must be there in this run, beside those of agents expect',
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
      help: 'end by itself after this long',
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
      help: 'where windows, limits and alerts are kept',
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
      help: 'largest pairs to print for each window, or all',
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
      help: 'tell of each window how much went in, out, locally and past the home networks',
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
      help: 'exit with status 3 if a limit was breached',
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
      help: 'how results are written',
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
      help: 'say more; errors with their stack',
      runs: ['monitor', 'capture', 'check', 'replay', 'doctor'],
      docs: { text: 'print the stack of an error, too' },
    },
  }),
};
