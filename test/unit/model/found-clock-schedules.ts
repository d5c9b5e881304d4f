import type { Step } from './coverage-steps.ts';
import { quiet } from './quiet-seconds.ts';

/** Those of the found schedules in which somebody sets a clock. */
export const foundClockSchedules: readonly Step[][] = [
  // A clock was set back: windows of the time that came again closed by what had been reached before.
  [{ kind: 'set clock', agent: 0, byMs: -60_000 }, quiet(7), quiet(4, [1, 0]), quiet(1)],
  [
    { kind: 'set clock', agent: 0, byMs: -60_000 },
    { ...quiet(5), kind: 'round' },
    {
      ...quiet(7, [1, 0]),
      fates: [['kernel dropped', 'captured'], ...quiet(6).fates],
    },
  ],
  // In one of two partitions, older marks were read behind the farewell by the earlier clock.
  [
    { kind: 'trouble', reader: 0, left: 0, place: 'limits' },
    { kind: 'set clock', agent: 0, byMs: -60_000 },
    { ...quiet(3), kind: 'round' },
    quiet(2),
  ],
  [
    quiet(3),
    { kind: 'flush', agent: 0, twice: false },
    quiet(3),
    { kind: 'flush', agent: 0, twice: false },
    { kind: 'set clock', agent: 0, byMs: -1_000 },
  ],
  // An agent whose clock was set back fell silent before its next mark.
  [
    { kind: 'set clock', agent: 0, byMs: -60_000 },
    quiet(1),
    { ...quiet(4), kind: 'round' },
    { kind: 'listen', reader: 0 },
  ],
  // A life by the earlier clock had come past the time again that the one before had reached, when it first spoke.
  [{ kind: 'set clock', agent: 0, byMs: -7_000 }, { kind: 'roll back', agent: 0 }, quiet(5)],
  // Records were older than all that the first mark of their life covers, as a clock had stepped between the two.
  [
    quiet(3),
    { kind: 'stop', agent: 1 },
    { ...quiet(8), fates: [['captured', 'interrupted'], ...quiet(7).fates] },
    { kind: 'start', agent: 1 },
    { kind: 'set clock', agent: 1, byMs: 3_000 },
    quiet(4),
  ],
  // An agent was forgotten whose clock had skipped the windows that the other came to.
  [
    { kind: 'set clock', agent: 1, byMs: 60_000 },
    quiet(6),
    { ...quiet(6), kind: 'round' },
    { kind: 'forget', reader: 0, whom: 1 },
    quiet(8),
  ],
  // An agent was killed whose records had gone without a mark, as its clock had stepped.
  [
    quiet(6),
    { kind: 'set clock', agent: 1, byMs: 60_000 },
    { ...quiet(1), kind: 'round' },
    { kind: 'kill agent', agent: 1 },
  ],
  // A clock was set back by little while its agent was away, and a window before all that was known was judged.
  [{ kind: 'kill agent', agent: 1 }, { kind: 'set clock', agent: 1, byMs: -3_000 }, quiet(1)],
  // A clock was set back while its agent was away, and came to windows again that had closed meanwhile.
  [
    { kind: 'stop', agent: 0 },
    { kind: 'set clock', agent: 0, byMs: -20_000 },
    {
      ...quiet(4),
      kind: 'round',
      bytes: [
        [0, 12],
        [0, 28],
        [0, 5],
        [0, 0],
      ],
    },
    { kind: 'start', agent: 0 },
    { kind: 'listen', reader: 0 },
    quiet(5),
    { ...quiet(8), kind: 'round' },
    { kind: 'seal', agent: 0 },
    {
      ...quiet(5),
      kind: 'round',
      bytes: [
        [0, 0],
        [0, 0],
        [0, 0],
        [1, 0],
        [0, 0],
      ],
    },
  ],
  // An agent came back from silence to windows that the other, whose clock was ahead, had come to without it.
  [
    { kind: 'set clock', agent: 0, byMs: 60_000 },
    ...[4, 2, 6].map((count) => ({ ...quiet(count), kind: 'round' }) as const),
    quiet(4),
    ...[2, 3].map((count) => ({ ...quiet(count), kind: 'round' }) as const),
    { kind: 'listen', reader: 1 },
    ...Array.from({ length: 5 }, () => ({ ...quiet(8), kind: 'round' }) as const),
    quiet(14),
    quiet(6),
  ],
  // A clock was set back, no mark told of it before the agent was killed, and its next life was heard of in a partition first.
  [
    quiet(1),
    ...[7, 8, 7].map((count) => ({ ...quiet(count), kind: 'round' }) as const),
    { kind: 'set clock', agent: 0, byMs: -7_000 },
    { kind: 'kill agent', agent: 1 },
    { ...quiet(1), kind: 'round' },
    { kind: 'kill', reader: 1 },
    quiet(4),
    { kind: 'kill agent', agent: 0 },
    quiet(2),
    { kind: 'start', agent: 0 },
    { kind: 'forget', reader: 1, whom: 1 },
    { ...quiet(2), kind: 'round' },
  ],
  // An expected agent was forgotten, and heard by a record of a life of which no mark came any more.
  [
    quiet(2),
    { kind: 'set clock', agent: 0, byMs: 7_000 },
    { kind: 'expect', reader: 0, whom: [0] },
    {
      ...quiet(7),
      kind: 'round',
      fates: [...quiet(2).fates, ['interrupted', 'captured'], ...quiet(4).fates],
    },
    { kind: 'forget', reader: 0, whom: 0 },
    { ...quiet(6), kind: 'round' },
  ],
  // An agent came back to a window that was over, by a clock that was set back.
  [
    { kind: 'stop', agent: 1 },
    quiet(6),
    { kind: 'flush', agent: 0, twice: false },
    { kind: 'start', agent: 1 },
    { kind: 'flush', agent: 1, twice: false },
    { kind: 'roll back', agent: 1 },
    { kind: 'set clock', agent: 1, byMs: -3_000 },
    quiet(1),
    { kind: 'read', reader: 0, appends: [0, 3] },
  ],
  // Of an agent whose clock was set back the life since was read first: the one before is not a rival.
  [
    { kind: 'set clock', agent: 1, byMs: -60_000 },
    { kind: 'trouble', reader: 0, left: 0, place: 'limits' },
    { ...quiet(8), kind: 'round' },
    { kind: 'expire', partition: 0, count: 2 },
    quiet(2),
    { ...quiet(5), fates: [['captured', 'interrupted'], ...quiet(4).fates] },
  ],
  // The first mark since a clock was set back has a gap of its own.
  [
    { kind: 'set clock', agent: 1, byMs: -60_000 },
    { kind: 'roll back', agent: 1 },
    { ...quiet(3), fates: [...quiet(1).fates, ['captured', 'interrupted'], ...quiet(1).fates] },
  ],
  // An agent was killed before it told that its clock had been set back, and went on when that had come to where it was.
  [
    { kind: 'set clock', agent: 1, byMs: -60_000 },
    { kind: 'roll back', agent: 1 },
    { kind: 'flush', agent: 1, twice: false },
    quiet(2),
    { ...quiet(3), kind: 'round' },
    { kind: 'set clock', agent: 0, byMs: -7_000 },
    quiet(4),
    { kind: 'kill agent', agent: 0 },
    quiet(3),
  ],
  // An agent that had been away and come back was expected only then, and windows of its absence were made later.
  [
    { kind: 'set clock', agent: 1, byMs: -20_000 },
    { kind: 'stop', agent: 0 },
    quiet(6),
    { ...quiet(6), kind: 'round' },
    { kind: 'start', agent: 0 },
    { kind: 'flush', agent: 0, twice: false },
    quiet(7),
    { kind: 'read', reader: 0, appends: [0, 1] },
    quiet(6),
    { kind: 'expect', reader: 0, whom: [0] },
  ],
  // An agent whose clock had been set ahead was forgotten after all others were.
  [
    { kind: 'set clock', agent: 1, byMs: 60_000 },
    quiet(10),
    { kind: 'flush', agent: 1, twice: false },
    { kind: 'damage', which: 0 },
    { kind: 'forget', reader: 0, whom: 0 },
    { kind: 'forget', reader: 0, whom: 1 },
  ],
];
