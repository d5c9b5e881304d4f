import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { PairPlaces } from '../../../src-main/engine/windows/pair-places.ts';
import { batchOf, flow, pairOf } from '../../support/records/flows.ts';

/** Few pairs of both families, so that they come again, and the one that is not a pair of addresses. */
const pair = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => pairOf(`10.0.0.${a}`, `192.0.2.${b}`)),
  },
  { weight: 4, arbitrary: fc.nat(40).map((a) => pairOf(`2001:db8::${a.toString(16)}`, '::1')) },
  { weight: 1, arbitrary: fc.constant('' as PairKey) },
);
const step = fc.record({ kind: fc.constantFrom('take', 'take', 'take', 'takeAt', 'remove', 'find'), pair });

it('gives each pair a place of its own, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const places = new PairPlaces();
      const known = new Map<PairKey, number>();
      for (const { kind, pair: one } of steps) {
        const before = known.get(one);
        if (kind === 'remove') {
          if (before !== undefined) places.remove(before);
          known.delete(one);
        } else if (kind === 'find') expect(places.find(one)).toBe(before ?? -1);
        else {
          const isAddress = kind === 'takeAt' && one.length > 0;
          const bytes = Buffer.from(`..${one}`, 'latin1');
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
          const place = isAddress ? places.takeAt(view, 2, one.length === 8 ? 4 : 6) : places.take(one);
          if (before !== undefined) expect(place).toBe(before);
          else expect([...known.values()]).not.toContain(place);
          known.set(one, place);
        }
        expect(places.size).toBe(known.size);
      }
      for (const [one, place] of known) {
        expect([places.holds(place), places.find(one), places.pairAt(place)]).toEqual([true, place, one]);
        expect(places.familyAt(place)).toBe({ 0: 0, 8: 4, 32: 6 }[one.length]);
      }
      const held = Array.from({ length: places.end }, (_, place) => place).filter((place) =>
        places.holds(place),
      );
      expect(held).toHaveLength(known.size);
    }),
    { numRuns: 500 },
  );
});

it('gives all entries of a batch the places that they would get one by one', () => {
  const one = fc.oneof(fc.nat(30), fc.nat(100_000));
  const batches = fc.array(fc.array(one, { maxLength: 200 }), { maxLength: 6 });
  fc.assert(
    fc.property(batches, fc.boolean(), fc.nat(3), (all, isV6, skipped) => {
      const [places, single] = [new PairPlaces(), new PairPlaces()];
      const addressOf = (i: number): string =>
        isV6 ? `2001:db8::${(i & 0xffff).toString(16)}` : `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
      for (const entries of all) {
        const flows = entries.map((i) => flow(addressOf(i), isV6 ? '::1' : '192.0.2.1', 1));
        const batch = batchOf(0, flows, { family: isV6 ? 6 : 4 });
        const from = Math.min(skipped, flows.length);
        const taken = [...places.takeAll(batch, from, flows.length - from)].map((place) =>
          places.pairAt(place),
        );
        const wanted = flows.slice(from).map(({ source, destination }) => pairOf(source, destination));
        expect(taken).toEqual(wanted);
        for (const pair of wanted) single.take(pair);
        expect(places.size).toBe(single.size);
        for (const pair of wanted) expect(places.pairAt(places.find(pair))).toBe(pair);
      }
    }),
  );
});
