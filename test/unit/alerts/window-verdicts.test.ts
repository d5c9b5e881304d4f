import { addTo, emptyWindow } from '../../support/store/windows.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isOff } from '../../../src-main/common/limit-switch.ts';
import { directions } from '../../../src-main/common/direction.ts';
import { knownNetworks } from '../../../src-main/common/home-networks.ts';
import { NamedNetworks } from '../../../src-main/common/named-networks.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { judge, scopeOf } from '../../../src-main/engine/alerts/evaluator.ts';
import { WindowVerdicts } from '../../../src-main/engine/alerts/window-verdicts.ts';
import { scopeKey } from '../../../src-main/common/limit-scope.ts';
import { LimitTable } from '../../../src-main/engine/limits/limits-in-force.ts';
import { largestPairs } from '../../../src-main/engine/windows/largest-pairs.ts';
import { limitOf, pairOf } from '../../support/records/flows.ts';

const host = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.1.1', '192.0.2.1');
const end = fc.option(fc.oneof(host, fc.constantFrom('10.0.0.0/24', '10.0.0.0/8', '0.0.0.0/0', '@lab')));
const groups = { lab: ['10.0.0.2', '192.0.2.0/24'] };
const someNetworks = (): NamedNetworks =>
  new NamedNetworks(knownNetworks({ home: ['10.0.0.0/24'], groups }, []));
const homes = fc.constantFrom(['10.0.0.0/24'], ['10.0.0.0/24'], ['10.0.0.0/8'], ['10.0.0.1', '192.0.2.0/24']);
const limit = fc
  .record({
    name: fc.constantFrom('min' as const, 'max' as const),
    value: fc.nat(60),
    source: end,
    destination: end,
    direction: fc.constantFrom(undefined, undefined, ...directions),
  })
  .map(({ name, value, direction, ...scope }) =>
    limitOf(name, value, { ...scope, ...(direction && { direction }) }),
  )
  .filter((one) => !isOff(one));
const limits = fc.uniqueArray(limit, { selector: scopeKey, maxLength: 25 });
const record = fc.record({ source: host, destination: host, bytes: fc.nat(20) });

it('a window that grows, folds and closes is judged as if each limit were looked at by itself, whatever is home', () => {
  fc.assert(
    fc.property(
      limits,
      fc.array(fc.tuple(homes, fc.array(record, { maxLength: 6 }), fc.boolean()), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.constantFrom(3, 100),
      fc.boolean(),
      (rows, drains, maxPairs, complete) => {
        const networks = someNetworks();
        const window = emptyWindow(0, 10, maxPairs, complete ? [] : [{ reason: 'not-captured' as const }]);
        const verdicts = new WindowVerdicts(
          new LimitTable(rows, 10, undefined, networks).at(epochMs(0)),
          window,
        );
        const named = rows.filter((_, i) => i % 3 === 0).map(scopeKey);
        const told = new Set<string>();
        const check = (): void => {
          const taken = verdicts.take((key) => named.includes(key));
          const expected = new Map(rows.map((one) => [scopeKey(one), judge(window, one, networks)]));
          const keys = taken.map(({ key }) => key);
          for (const verdict of taken) expect(verdict).toEqual(expected.get(verdict.key));
          for (const [key, { outcome }] of expected) {
            if (outcome === 'breached' && !told.has(key)) expect(keys).toContain(key);
            if (window.closed && named.includes(key)) expect(keys).toContain(key);
          }
          for (const key of keys) told.add(key);
        };
        for (const [home, records, isFolded] of drains) {
          networks.setHome(home);
          if (isFolded) window.pairs.fold();
          for (const { source, destination, bytes } of records)
            addTo(window, pairOf(source, destination), bytes, 1);
          check();
          for (const one of rows)
            expect(verdicts.largestPairs(one, scopeKey(one), 2)).toEqual(
              largestPairs(window.pairs, 2, scopeOf(one, networks)),
            );
        }
        window.pairs.fold();
        window.close();
        told.clear();
        check();
      },
    ),
    { numRuns: 500 },
  );
});

it('a record costs a look at the limits that it touched, however many others are breached', () => {
  const rows = Array.from({ length: 50 }, (_, i) => limitOf('max', 5, { source: `10.0.0.${i}` }));
  const window = emptyWindow(0, 10, 100);
  const verdicts = new WindowVerdicts(new LimitTable(rows, 10).at(epochMs(0)), window);
  const add = (last: number): string[] => {
    addTo(window, pairOf(`10.0.0.${last}`, '192.0.2.1'), 9, 1);
    return verdicts.take(() => true).map(({ limit: { source } }) => source!);
  };
  for (let i = 0; i < 50; i += 1) expect(add(i)).toEqual([`10.0.0.${i}`]);
  expect(add(77)).toEqual([]);
  window.close();
  expect(verdicts.take()).toHaveLength(50);
  expect(add(7)).toEqual(['10.0.0.7']);
});
