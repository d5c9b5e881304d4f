import fc from 'fast-check';
import type { Place } from './coverage-machine.ts';
import type { Fate } from './world-agent.ts';

/** What happens next. */
export type Step =
  | { kind: 'seconds' | 'round'; fates: Fate[][]; bytes: number[][] }
  | { kind: 'flush'; agent: number; twice: boolean }
  | { kind: 'send' | 'overflow'; agent: number; count: number }
  | { kind: 'start' | 'stop' | 'kill agent' | 'seal' | 'back up' | 'roll back'; agent: number }
  | { kind: 'set clock'; agent: number; byMs: number }
  | { kind: 'expect'; reader: number; whom: number[] }
  | { kind: 'expire'; partition: number; count: number }
  | { kind: 'damage'; which: number }
  | { kind: 'read'; reader: number; appends: number[] }
  | { kind: 'tick'; reader: number; aheadMs: number }
  | { kind: 'commit' | 'kill' | 'listen'; reader: number }
  | { kind: 'forget'; reader: number; whom: number }
  | { kind: 'trouble'; reader: number; place: Place; left: number };

const agent = fc.nat(1);
const reader = fc.nat(1);
const fate = fc.oneof(
  { weight: 60, arbitrary: fc.constant<Fate>('captured') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fate>(
      ...(['interrupted', 'kernel dropped', 'interface dropped', 'queue dropped', 'drops unknown'] as const),
    ),
  },
);
const both = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { minLength: 2, maxLength: 2 });

const seconds = fc.integer({ min: 1, max: 8 }).chain((count) =>
  fc.record({
    kind: fc.constantFrom('seconds' as const, 'round' as const, 'round' as const),
    fates: fc.array(both(fate), { minLength: count, maxLength: count }),
    bytes: fc.array(both(fc.nat(40)), { minLength: count, maxLength: count }),
  }),
);
const flush = fc.record({ kind: fc.constant('flush' as const), agent, twice: fc.boolean() });
const spool = fc.record({
  kind: fc.constantFrom('send' as const, 'send' as const, 'overflow' as const),
  agent,
  count: fc.integer({ min: 1, max: 6 }),
});
const life = fc.record({
  kind: fc.constantFrom(
    ...(['start', 'start', 'start', 'stop', 'kill agent', 'back up', 'roll back'] as const),
  ),
  agent,
});
const seal = fc.record({ kind: fc.constant('seal' as const), agent });
const loss: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('expire' as const), partition: fc.nat(1) },
    count: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constant('damage' as const), which: fc.nat(60) }),
);
const read = fc.record({ kind: fc.constant('read' as const), reader, appends: both(fc.nat(4)) });
const tick = fc.record({
  ...{ kind: fc.constant('tick' as const), reader },
  aheadMs: fc.constantFrom(0, 0, 3_600_000, -3_600_000),
});
const readerLife = fc.record({
  kind: fc.constantFrom('commit' as const, 'kill' as const, 'listen' as const),
  reader,
});
const clock = fc.record({
  ...{ kind: fc.constant('set clock' as const), agent },
  byMs: fc.constantFrom(-60_000, -20_000, -7_000, -3_000, -1_000, 1_000, 3_000, 7_000, 20_000, 60_000),
});
const expectation = fc.record({
  ...{ kind: fc.constant('expect' as const), reader },
  whom: fc.subarray([0, 1]),
});
const forget = fc.record({ kind: fc.constant('forget' as const), reader, whom: agent });
const trouble = fc.record({
  ...{ kind: fc.constant('trouble' as const), reader, left: fc.nat(6) },
  place: fc.constantFrom<Place>('commit', 'load', 'read', 'limits', 'listener'),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 24, arbitrary: seconds },
  { weight: 14, arbitrary: flush },
  { weight: 4, arbitrary: seal },
  { weight: 4, arbitrary: spool },
  { weight: 4, arbitrary: life },
  { weight: 1, arbitrary: loss },
  { weight: 16, arbitrary: read },
  { weight: 8, arbitrary: tick },
  { weight: 4, arbitrary: readerLife },
  { weight: 1, arbitrary: forget },
  { weight: 1, arbitrary: clock },
  { weight: 1, arbitrary: expectation },
  { weight: 4, arbitrary: trouble },
);

/** Any schedule. */
export const steps = fc.array(step, { maxLength: 60, size: 'max' });
