import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Lack } from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { LackList } from '../../../src-main/engine/windows/lacks.ts';

const lack: fc.Arbitrary<Lack> = fc.record({
  reason: fc.constantFrom('coverage-unknown', 'agent-silent', 'records-lost'),
  agent: fc.constantFrom('a', 'b', 'c'),
  fromMs: fc.nat(9).map(epochMs),
  toMs: fc.integer({ min: 10, max: 20 }).map(epochMs),
});

const lacks = fc.array(lack, { maxLength: 12 });
const inAnyOrder = lacks.chain((some) =>
  fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
);

test('what windows lack is the same list, whichever was noticed first, stored and read in between', () => {
  fc.assert(
    fc.property(inAnyOrder, fc.nat(12), ([some, others], from) => {
      const early = new LackList(others.slice(0, from));
      const list = new LackList(early.list);
      for (const one of others.slice(from)) {
        list.add(one);
        expect(list.list).toContainEqual(expect.objectContaining({ reason: one.reason, agent: one.agent }));
      }
      expect(list.list).toEqual(new LackList(some).list);
    }),
  );
});

test('what was feared and did not come true is no longer listed', () => {
  const list = new LackList([{ reason: 'agent-silent', agent: 'a' }]);
  expect(list.list).toHaveLength(1);
  expect([list.lift('agent-silent', 'a'), list.lift('agent-silent', 'a')]).toEqual([true, false]);
  expect(list.list).toEqual([]);
});
