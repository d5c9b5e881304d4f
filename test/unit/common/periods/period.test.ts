import { describe, expect, it } from 'vitest';
import { parseHours } from '../../../../src-main/common/periods/hours.ts';
import { parsePeriod } from '../../../../src-main/common/periods/period.ts';
import { parseTimeZone } from '../../../../src-main/common/periods/time-zone.ts';

describe('a period', () => {
  it.each([
    ['1h', '1h'],
    ['hour', '1h'],
    ['60m', '1h'],
    ['300', '5m'],
    ['Day', 'day'],
    [' week ', 'week'],
    ['month', 'month'],
    ['month@1', 'month'],
    ['month@15', 'month@15'],
    ['year', 'year'],
    ['1d', '1d'],
  ])('reads %j as %s', (text, name) => {
    expect(parsePeriod(text).name).toBe(name);
  });

  it('refuses to begin a month on a day that not every month has, and says why', () => {
    expect(() => parsePeriod('month@31')).toThrow('"month@31" begins on a day that not every month has');
    expect(() => parsePeriod('month@29')).toThrow('not every month has');
  });

  it.each(['', 'fortnight', 'month@0', 'month@32', 'month@', 'months', '0', '-1h', '1e400h'])(
    'refuses %j',
    (text) => {
      expect(() => parsePeriod(text)).toThrow('is not a valid period');
    },
  );

  it('refuses lengths that no one waits for', () => {
    expect(() => parsePeriod('9999d')).toThrow('"9999d" is too long for a period');
  });
});

describe('hours', () => {
  it.each([
    ['22:00-06:00', '22:00-06:00'],
    ['8:00 - 18:00', '08:00-18:00'],
    ['mon-fri 08:00-18:00', 'Mon-Fri 08:00-18:00'],
    ['Sat,Sun 00:00-24:00', 'Sat-Sun 00:00-24:00'],
    ['Fri-Mon 20:00-24:00', 'Mon,Fri-Sun 20:00-24:00'],
    ['Mon-Sun 01:00-02:00', '01:00-02:00'],
  ])('reads %j as %j', (text, form) => {
    const hours = parseHours(text);
    expect(hours.text).toBe(form);
    expect(parseHours(form)).toEqual(hours);
  });

  it('refuses hours of no length', () => {
    expect(() => parseHours('08:00-08:00')).toThrow('"08:00-08:00" is a range of no length');
  });

  it.each(['', '8-18', '25:00-26:00', '08:60-09:00', '24:00-06:00', 'Mo 08:00-09:00', 'Mon- 08:00-09:00'])(
    'refuses %j',
    (text) => {
      expect(() => parseHours(text)).toThrow('is not a range of hours');
    },
  );
});

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['utc', 'UTC'],
  ])('reads %j as %s', (text, name) => {
    expect(parseTimeZone(text)).toBe(name);
  });

  it.each(['', 'Europe/Atlantis', '+01:00', 'Berlin'])('refuses %j', (text) => {
    expect(() => parseTimeZone(text)).toThrow('is not the name of a time zone');
  });
});
