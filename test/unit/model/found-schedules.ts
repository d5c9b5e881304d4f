import type { Step } from './coverage-steps.ts';

/** Schedules in which something untrue was said once, or the model was surer than anybody can be: played in each run. */
export const foundSchedules: readonly Step[][] = [
  // A window closed while an agent was forgotten; of what came of it then, one partition was read before the other.
  [
    { kind: 'forget', reader: 0, whom: 1 },
    { kind: 'listen', reader: 0 },
    { kind: 'seal', agent: 1 },
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [19, 7],
        [4, 8],
        [17, 24],
        [23, 24],
        [19, 5],
      ],
    },
  ],
  // A record came before the data folder that had sent it was rolled back, and its copy fell off the spool.
  [
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'seal', agent: 1 },
    { kind: 'back up', agent: 1 },
    {
      kind: 'round',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'roll back', agent: 1 },
    { kind: 'overflow', agent: 1, count: 1 },
  ],
  // An agent that was forgotten says again what it had said, as its data folder was rolled back.
  [
    { kind: 'seal', agent: 1 },
    { kind: 'back up', agent: 1 },
    {
      kind: 'round',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'forget', reader: 0, whom: 1 },
    { kind: 'roll back', agent: 1 },
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
      ],
    },
  ],
  // The same, where it had gone on before.
  [
    { kind: 'seal', agent: 1 },
    { kind: 'back up', agent: 1 },
    {
      kind: 'round',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'forget', reader: 0, whom: 1 },
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'seconds', fates: [['captured', 'captured']], bytes: [[0, 0]] },
    { kind: 'flush', agent: 1, twice: false },
    { kind: 'roll back', agent: 1 },
  ],
  // The same, where it goes on in another life at once.
  [
    { kind: 'seal', agent: 0 },
    { kind: 'back up', agent: 0 },
    {
      kind: 'round',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'forget', reader: 0, whom: 0 },
    { kind: 'roll back', agent: 0 },
  ],
  // The mark fell off the spool that told of a time whose records had come.
  [
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'round', fates: [['captured', 'captured']], bytes: [[0, 0]] },
    { kind: 'seconds', fates: [['captured', 'captured']], bytes: [[0, 0]] },
    { kind: 'seal', agent: 0 },
    { kind: 'send', agent: 0, count: 1 },
    { kind: 'seal', agent: 0 },
    { kind: 'overflow', agent: 0, count: 1 },
  ],
  // Of a life of an agent that was forgotten, only a record came; the next one began with a data folder of before.
  [
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'seal', agent: 1 },
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'forget', reader: 0, whom: 1 },
    { kind: 'send', agent: 1, count: 1 },
    {
      kind: 'seconds',
      fates: [['captured', 'captured']],
      bytes: [[0, 0]],
    },
    { kind: 'roll back', agent: 1 },
  ],
  // An expected agent was away for a whole window, and back before the window was heard of.
  [
    { kind: 'expect', reader: 0, whom: [0] },
    { kind: 'stop', agent: 0 },
    {
      kind: 'seconds',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
  ],
  // An expected agent was forgotten before it was known to be missing.
  [
    { kind: 'expect', reader: 1, whom: [0] },
    { kind: 'kill agent', agent: 0 },
    {
      kind: 'round',
      fates: [
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
        ['captured', 'captured'],
      ],
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    { kind: 'forget', reader: 1, whom: 0 },
    {
      kind: 'round',
      fates: [['captured', 'captured']],
      bytes: [[0, 0]],
    },
  ],
];
