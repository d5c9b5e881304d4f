import fc from 'fast-check';
import { expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { judge, scopeOf } from '../../../src-main/engine/alerts/evaluator.ts';
import { WindowVerdicts } from '../../../src-main/engine/alerts/window-verdicts.ts';
import { scopeKey } from '../../../src-main/engine/limits/limit-rows.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import { Window } from '../../../src-main/engine/windows/window.ts';
import { limitOf, pairOf } from '../../helpers/flows.ts';

const host = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.1.1', '192.0.2.1');
const end = fc.option(fc.oneof(host, fc.constantFrom('10.0.0.0/24', '10.0.0.0/8', '0.0.0.0/0')));
const limit = fc
  .record({
    name: fc.constantFrom('min' as const, 'max' as const),
    value: fc.nat(60),
    source: end,
    destination: end,
  })
  .map(({ name, value, ...scope }) => limitOf(name, value, scope));
const limits = fc.uniqueArray(limit, { selector: scopeKey, maxLength: 25 });
const record = fc.record({ source: host, destination: host, bytes: fc.nat(20) });

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);

it('a window that grows, folds and closes is judged as if each limit were looked at by itself', () => {
  fc.assert(
    fc.property(
      limits,
      fc.array(fc.array(record, { maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(3, 100),
      fc.boolean(),
      (rows, drains, maxPairs, complete) => {
        const window = Window.empty(epochMs(0), epochMs(10), maxPairs, complete);
        const verdicts = new WindowVerdicts(new LimitTable(rows, 10).at(epochMs(0)), window);
        const named = rows.filter((_, i) => i % 3 === 0).map(scopeKey);
        const check = (): void => {
          const all = rows.map((one) => judge(window, one));
          const expected = all.filter(({ key, outcome }) => outcome === 'breached' || named.includes(key));
          expect(verdicts.take([...named, 'unknown']).sort(byKey)).toEqual(expected.sort(byKey));
        };
        for (const records of drains) {
          for (const { source, destination, bytes } of records)
            window.add(pairOf(source, destination), bytes, 1);
          check();
          for (const one of rows)
            expect(verdicts.largestPairs(one, scopeKey(one), 2)).toEqual(
              window.pairs.largest(2, scopeOf(one)),
            );
        }
        window.pairs.fold();
        window.close();
        check();
      },
    ),
    { numRuns: 500 },
  );
});
