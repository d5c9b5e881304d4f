import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteCount, byteCountText } from '../../../src-main/common/byte-count.ts';
import { wordsIn } from '../../../src-main/common/phrases/sentences.ts';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import { limitDefectPhrase } from '../../../src-main/common/limit-defects.ts';
import type { Limit, LimitDraft } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { contradictionOf } from '../../../src-main/engine/limits/contradiction.ts';
import { draftOf } from '../../../src-main/common/limit-draft.ts';
import { readDraft } from '../../../src-main/engine/limits/limit-draft.ts';
import { scopeKey } from '../../../src-main/common/limit-scope.ts';
import { limitOf } from '../../support/records/flows.ts';

const knowsNetwork = (text: string): boolean => text === '@office';
const beganMs = () => epochMs(Date.UTC(2026, 0, 1));
const empty: LimitDraft = {
  ...{ name: 'max', value: '2 GB', period: '', source: '', destination: '', agent: '', hours: '' },
  ...{ direction: '', warnAt: '', effective: '', title: '', note: '' },
};
const read = (parts: Partial<LimitDraft>, limits: readonly Limit[] = [], replaces: Limit | null = null) =>
  readDraft({ ...empty, ...parts }, { limits, replaces, beganMs, knowsNetwork });

describe('a limit as a person writes it', () => {
  it('is on the windows of the run, from the present one on, unless it says otherwise', () => {
    expect(read({}).limit).toEqual(limitOf('max', 2e9, { effectiveMs: beganMs() }));
    expect(
      read({
        ...{
          name: 'min',
          value: ' 500MiB',
          period: 'Month@15',
          source: '192.0.2.7/24',
          destination: '2001:DB8::1',
        },
        ...{ agent: 'router-1', hours: 'mon-fri 8:00-18:00', warnAt: '80 %', effective: '2026-01-31' },
        ...{ title: ' Backup ', note: 'ask Ada' },
      }).limit,
    ).toEqual({
      ...{
        name: 'min',
        value: 500 * 2 ** 20,
        period: 'month@15',
        source: '192.0.2.0/24',
        destination: '2001:db8::1',
      },
      ...{ agent: 'router-1', hours: 'Mon-Fri 08:00-18:00', warnPercent: 80, windowSeconds: null },
      ...{ title: 'Backup', note: 'ask Ada' },
      effectiveMs: Date.UTC(2026, 0, 31),
    });
  });

  it.each<[Partial<LimitDraft>, string, RegExp]>([
    [{ value: '' }, 'value/missing', /^Give a value/],
    [{ value: '1e400 GB' }, 'value/too-large', /1e400 GB” is more than can be counted/],
    [{ value: '9008 TB' }, 'value/too-large', /at most 9007 TB/],
    [{ value: '2 GBit' }, 'value/invalid', /is not a number of bytes/],
    [{ value: '-5' }, 'value/invalid', /is not a number of bytes/],
    [{ value: '1.500' }, 'value/ambiguous', /two ways/],
    [{ value: '1,5 GB' }, 'value/ambiguous', /two ways/],
    [{ value: '0.5' }, 'value/fraction', /whole number/],
    [{ period: 'month@31' }, 'period/day', /a day from 1 to 28/],
    [{ period: 'fortnight' }, 'period/invalid', /is not a valid period/],
    [{ hours: '08:00-8:00' }, 'hours/empty', /no length/],
    [{ title: 'x'.repeat(101) }, 'title/invalid', /one line of at most 100 characters/],
    [{ title: 'two\nlines' }, 'title/invalid', /one line/],
    [{ title: 'Backup \u202egpj.exe' }, 'title/invalid', /one line/],
    [{ agent: 'two\u2028lines' }, 'agent/invalid', /is not a valid agent id/],
    [{ note: 'x'.repeat(10_001) }, 'note/invalid', /at most 10,000/],
    [{ note: 'a\u001b[2J' }, 'note/invalid', /at most 10,000/],
    [{ hours: 'Mo 08:00-18:00' }, 'hours/invalid', /is not a range of hours/],
    [{ source: '10.0.0.0/33' }, 'network/invalid', /is not an IP address/],
    [{ destination: 'example.org' }, 'network/invalid', /is not an IP address/],
    [{ agent: 'a\u0007' }, 'agent/invalid', /is not a valid agent id/],
    [{ warnAt: '0' }, 'warn/invalid', /from 1 to 100/],
    [{ warnAt: '150' }, 'warn/invalid', /from 1 to 100/],
    [{ effective: '2026-02-30' }, 'effective/invalid', /is not a date/],
    [{ effective: '2026-01-31T08:00:00 Europe/Nowhere' }, 'effective/invalid', /is not a date/],
  ])('is refused at its field with a sentence: %j', (parts, code, sentence) => {
    const { limit, defects } = read(parts);
    expect(limit).toBeNull();
    expect(defects).toMatchObject([{ field: Object.keys(parts)[0], code }]);
    expect(inEnglish(limitDefectPhrase(defects[0]!))).toMatch(sentence);
  });

  it('names all fields that are wrong', () => {
    const { defects } = read({ value: 'much', period: 'moon', warnAt: 'soon' });
    expect(defects.map(({ field }) => field).sort()).toEqual(['period', 'value', 'warnAt']);
  });

  it('is refused where it is there already, or contradicts another one, unless it replaces that', () => {
    const max = limitOf('max', 100, { effectiveMs: beganMs() });
    expect(read({ value: '5' }, [max]).defects).toMatchObject([{ field: 'effective', code: 'limit/exists' }]);
    expect(read({ value: '5' }, [max], max).limit).toMatchObject({ value: 5 });
    expect(read({ name: 'min', value: '101' }, [max]).defects).toMatchObject([
      { field: 'value', code: 'limit/contradicts', shown: 'max 100' },
    ]);
    expect(read({ name: 'min', value: '100' }, [max]).limit).toMatchObject({ value: 100 });
    expect(read({ name: 'min', value: '101', period: 'day' }, [max]).limit).toMatchObject({ value: 101 });
  });

  it('is the same after it was shown and read again, also one whose length is in a column of its own', () => {
    const limits = fc.record({
      name: fc.constantFrom('min', 'max'),
      value: fc.maxSafeNat(),
      effectiveMs: fc.nat({ max: 4e9 }).map((seconds) => epochMs(seconds * 1000)),
      source: fc.constantFrom(null, '10.0.0.0/8'),
      destination: fc.constantFrom(null, '2001:db8::1'),
      windowSeconds: fc.constantFrom(null, 300, 86_400),
    });
    const terms = fc.record(
      {
        hours: fc.constant('Mon-Fri 08:00-18:00'),
        agent: fc.constant('a b'),
        warnPercent: fc.integer({ min: 1, max: 100 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        limits,
        terms,
        fc.constantFrom('1h', 'day', 'month@15'),
        fc.boolean(),
        (plain, more, period, isPeriod) => {
          const limit: Limit = isPeriod
            ? { ...plain, ...more, windowSeconds: null, period }
            : { ...plain, ...more };
          expect(
            readDraft(draftOf(limit), { limits: [limit], replaces: limit, beganMs, knowsNetwork }).limit,
          ).toEqual(limit);
        },
      ),
    );
  });
});

describe('the direction and the groups of a limit', () => {
  it('are taken as they are written', () => {
    expect(read({ source: '@office', direction: ' Out ' }).limit).toMatchObject({
      ...{ source: '@office', direction: 'out' },
    });
  });

  it('are refused at their fields where there is no such thing', () => {
    const { defects } = read({ source: '@lab', destination: '@', direction: 'up' });
    expect(defects.map(({ field, code }) => [field, code])).toEqual([
      ['direction', 'direction/invalid'],
      ['source', 'network/unknown-group'],
      ['destination', 'network/invalid'],
    ]);
    expect(inEnglish(limitDefectPhrase(defects[1]!))).toContain('There is no group of networks @lab');
    expect(wordsIn('de', limitDefectPhrase(defects[1]!), '')).toContain('keine Gruppe von Netzen @lab');
  });
});

describe('a number of bytes', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(byteCount(byteCountText(bytes))).toBe(bytes);
      }),
    );
  });

  it('is exact in each unit', () => {
    expect(['0', '1.5 GB', '0.1 KiB', '1.25kb', '8 PiB', '9007199254740991', '3 TiB'].map(byteCount)).toEqual(
      [...[0, 1.5e9, 'fraction', 1250, 'too-large', Number.MAX_SAFE_INTEGER, 3 * 2 ** 40]],
    );
    expect(byteCount('9007199254740992')).toBe('too-large');
    expect(['1e3 GB', '1.500e3', '2.5E1 kib', '1e'].map(byteCount)).toEqual([
      1e12,
      1_500,
      25_600,
      'too-large',
    ]);
  });
});

describe('limits that contradict', () => {
  it('are found at each time at which both are in force', () => {
    const one = fc.record({
      name: fc.constantFrom('min', 'max'),
      value: fc.nat(9),
      effectiveMs: fc.nat(9).map(epochMs),
    });
    const distinct = fc.uniqueArray(one, {
      selector: ({ name, effectiveMs }) => `${name}${effectiveMs}`,
      minLength: 1,
    });
    fc.assert(
      fc.property(distinct, (rows) => {
        const [limit, ...others] = rows.map(({ name, value, effectiveMs }) =>
          limitOf(name, value, { effectiveMs }),
        );
        const inForce = (name: string, at: number): Limit | undefined =>
          [limit!, ...others]
            .filter((row) => row.name === name && row.effectiveMs <= at)
            .sort((a, b) => a.effectiveMs - b.effectiveMs)
            .at(-1);
        const isBroken = Array.from({ length: 11 }, (_, at) => [inForce('min', at), inForce('max', at)]).some(
          ([min, max]) => min && max && min.value > max.value && (min === limit || max === limit),
        );
        expect(contradictionOf(limit!, others) !== undefined).toBe(isBroken);
      }),
      { numRuns: 1_000 },
    );
    expect(scopeKey(limitOf('max', 1))).toBe('max|||');
  });
});
