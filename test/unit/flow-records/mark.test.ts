import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { decodeMark, encodeMark, type Mark } from '../../../src-main/engine/flow-records/mark.ts';

const count = fc.maxSafeNat();
const instant = fc.integer({ min: -8.64e15, max: 8.64e15 }).map(epochMs);

const anyCoverage = fc
  .record({
    name: fc.string({ maxLength: 20 }),
    fromMs: instant,
    toMs: instant,
    received: count,
    kernelDropped: count,
    interfaceDropped: count,
    queueDropped: count,
    dropsKnown: fc.boolean(),
  })
  .map((span) => ({ ...span, toMs: epochMs(Math.max(span.fromMs, span.toMs)) }));

const anyPlainMark: fc.Arbitrary<Mark> = fc.record({
  agent: fc.string({ minLength: 1, maxLength: 40 }),
  epoch: count,
  sequence: count,
  reachedMs: instant,
  interfaces: fc.array(anyCoverage, { maxLength: 4 }),
  lost: fc.record({ spool: count }),
  selection: fc.record({ filter: fc.string(), publishWhen: fc.string() }),
  farewell: fc.boolean(),
});

const anyAbout = fc.record({
  version: fc.string({ maxLength: 64 }),
  spool: fc.option(fc.record({ records: count, bytes: count })),
});

/** Earlier versions said nothing of themselves. */
const anyMark: fc.Arbitrary<Mark> = fc
  .tuple(anyPlainMark, fc.option(anyAbout))
  .map(([mark, about]) => (about === null ? mark : { ...mark, about }));

const sample = JSON.parse(
  encodeMark({
    agent: '5f0c',
    epoch: 1_700_000_000_000,
    sequence: 43,
    reachedMs: epochMs(1_700_000_001_000),
    interfaces: [],
    lost: { spool: 0 },
    selection: { filter: '', publishWhen: '' },
    farewell: false,
  }),
) as Record<string, unknown>;

describe('a mark', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(anyMark, (mark) => {
        expect(decodeMark(JSON.parse(encodeMark(mark)))).toEqual(mark);
      }),
    );
  });

  it('is this JSON: other programs read it', () => {
    expect(JSON.stringify(sample)).toBe(
      '{"v":2,"kind":"mark","agent":"5f0c","epoch":1700000000000,"sequence":43,"reached":1700000001000,' +
        '"interfaces":[],"lost":{"spool":0},"selection":{"filter":"","publishWhen":""}}',
    );
  });

  it.each([
    [{ v: 3 }, 'the mark of agent 5f0c: v: '],
    [{ agent: '' }, 'the mark of agent : agent: '],
    [{ epoch: -1 }, 'the mark of agent 5f0c: epoch: '],
    [{ reached: 8.64e15 + 1 }, 'the mark of agent 5f0c: reached: '],
    [{ interfaces: null }, 'the mark of agent 5f0c: interfaces: '],
    [{ lost: {} }, 'the mark of agent 5f0c: lost.spool: '],
    [{ about: { version: 1, spool: null } }, 'the mark of agent 5f0c: about.version: '],
  ])('that has %o is refused, and its producer is named', (change, reason) => {
    expect(decodeMark({ ...sample, ...change })).toContain(reason);
  });

  it.each([[null], [17], ['mark'], [[]]])('is not %o', (value) => {
    expect(decodeMark(value)).toMatch(/^the mark: /);
  });
});
