import type { Step } from './coverage-steps.ts';
import { foundClockSchedules } from './found-clock-schedules.ts';
import { quiet } from './quiet-seconds.ts';

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
    quiet(2),
    { kind: 'seal', agent: 1 },
    { kind: 'back up', agent: 1 },
    { ...quiet(3), kind: 'round' },
    { kind: 'roll back', agent: 1 },
    { kind: 'overflow', agent: 1, count: 1 },
  ],
  // An agent that was forgotten says again what it had said, as its data folder was rolled back.
  [
    { kind: 'seal', agent: 1 },
    { kind: 'back up', agent: 1 },
    { ...quiet(3), kind: 'round' },
    { kind: 'forget', reader: 0, whom: 1 },
    { kind: 'roll back', agent: 1 },
    quiet(2),
  ],
  // The same, where it had gone on before.
  [
    { kind: 'seal', agent: 1 },
    { kind: 'back up', agent: 1 },
    { ...quiet(2), kind: 'round' },
    { kind: 'forget', reader: 0, whom: 1 },
    quiet(2),
    { kind: 'seconds', fates: [['captured', 'captured']], bytes: [[0, 0]] },
    { kind: 'flush', agent: 1, twice: false },
    { kind: 'roll back', agent: 1 },
  ],
  // The same, where it goes on in another life at once.
  [
    { kind: 'seal', agent: 0 },
    { kind: 'back up', agent: 0 },
    { ...quiet(5), kind: 'round' },
    { kind: 'forget', reader: 0, whom: 0 },
    { kind: 'roll back', agent: 0 },
  ],
  // The mark fell off the spool that told of a time whose records had come.
  [
    quiet(3),
    { kind: 'round', fates: [['captured', 'captured']], bytes: [[0, 0]] },
    { kind: 'seconds', fates: [['captured', 'captured']], bytes: [[0, 0]] },
    { kind: 'seal', agent: 0 },
    { kind: 'send', agent: 0, count: 1 },
    { kind: 'seal', agent: 0 },
    { kind: 'overflow', agent: 0, count: 1 },
  ],
  // Of a life of an agent that was forgotten, only a record came; the next one began with a data folder of before.
  [
    quiet(3),
    { kind: 'seal', agent: 1 },
    quiet(6),
    { kind: 'forget', reader: 0, whom: 1 },
    { kind: 'send', agent: 1, count: 1 },
    quiet(1),
    { kind: 'roll back', agent: 1 },
  ],
  // An expected agent was away for a whole window, and back before the window was heard of.
  [{ kind: 'expect', reader: 0, whom: [0] }, { kind: 'stop', agent: 0 }, quiet(5)],
  // An expected agent was forgotten before it was known to be missing.
  [
    { kind: 'expect', reader: 1, whom: [0] },
    { kind: 'kill agent', agent: 0 },
    { ...quiet(4), kind: 'round' },
    { kind: 'forget', reader: 1, whom: 0 },
    { ...quiet(1), kind: 'round' },
  ],
  // An agent was expected that was away, and no longer when it came back.
  [
    { kind: 'expect', reader: 1, whom: [1] },
    { kind: 'stop', agent: 1 },
    { ...quiet(5), fates: [...quiet(3).fates, ['captured', 'interrupted'], ['captured', 'captured']] },
    { kind: 'expect', reader: 1, whom: [] },
  ],
  // An agent that came back captured nothing at first, and said nothing before it did.
  [
    { kind: 'stop', agent: 1 },
    quiet(4),
    { kind: 'start', agent: 1 },
    { ...quiet(5), fates: [['captured', 'interrupted'], ...quiet(4).fates] },
  ],
  // A window had closed by the time that an agent was expected, though nobody could be told of it.
  [
    quiet(2),
    { ...quiet(4), kind: 'round' },
    { kind: 'trouble', reader: 0, left: 2, place: 'limits' },
    { kind: 'listen', reader: 0 },
    { kind: 'expect', reader: 0, whom: [1] },
    quiet(4),
  ],
  // A reader began again, and heard of an agent that it had forgotten in one partition before it looked which there are.
  [
    {
      ...quiet(7),
      bytes: [
        [20, 29],
        [26, 4],
        [18, 4],
        [19, 29],
        [11, 12],
        [14, 28],
        [14, 20],
      ],
    },
    { kind: 'forget', reader: 1, whom: 0 },
    { kind: 'flush', agent: 1, twice: true },
    { kind: 'read', reader: 1, appends: [1, 2] },
    { kind: 'kill', reader: 1 },
  ],
  // An agent that was away without a farewell is back, and forgotten before the others come to the time it was away.
  [
    { kind: 'kill agent', agent: 0 },
    quiet(8),
    { kind: 'start', agent: 0 },
    { kind: 'flush', agent: 0, twice: false },
    { kind: 'read', reader: 1, appends: [1, 1] },
    { kind: 'forget', reader: 1, whom: 0 },
  ],
  // The first record of a forgotten agent that was read stood behind others that were lost.
  [
    { kind: 'forget', reader: 0, whom: 0 },
    { kind: 'expire', partition: 0, count: 1 },
    quiet(6),
    { kind: 'flush', agent: 0, twice: false },
    { kind: 'expire', partition: 0, count: 4 },
    { kind: 'damage', which: 5 },
  ],
  // The same, where a window of its absence was open.
  [
    { kind: 'stop', agent: 0 },
    quiet(6),
    { kind: 'seal', agent: 1 },
    { kind: 'send', agent: 1, count: 4 },
    { kind: 'start', agent: 0 },
    { kind: 'flush', agent: 0, twice: false },
    quiet(1),
    { kind: 'read', reader: 0, appends: [4, 4] },
    { kind: 'expect', reader: 0, whom: [0] },
    quiet(1),
  ],
  ...foundClockSchedules,
];
