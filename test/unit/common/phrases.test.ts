import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseLimitRows } from '../../../src-main/engine/limits/limit-rows.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { en } from '../../../src-main/common/phrases/en/index.ts';
import { type Entry, render } from '../../../src-main/common/phrases/phrase.ts';
import { inEnglish, say } from '../../../src-main/common/phrases/say.ts';
import { catalogues, errorIn } from '../../../src-main/common/phrases/sentences.ts';

const translations = Object.entries(catalogues).filter(([language]) => language !== 'en');
const keys = Object.keys(en) as (keyof typeof en)[];

/** Words that are the same in each language: all that they say comes from outside, or is a list. */
const bare = (entry: Entry): boolean =>
  typeof entry === 'string' && entry.replaceAll(/\{\w+\}/g, '').search(/[A-Za-z]/) < 0;

/** Words that a language shares with English. */
const shared: Readonly<Record<string, RegExp>> = {
  de: /^cell\.inInterface$/,
  fr: /^(exactness\.exact|head\.(agent|agents|destination|direction|interfaces|note|source|total|version)|count\.agents)$/,
};

const isShared = (language: string, key: string): boolean => shared[language]?.test(key) ?? false;

const placeholders = (entry: Entry): string[] =>
  [...new Set([...String(entry).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

it('says each phrase in each language, in other words than in English', () => {
  for (const [language, catalogue] of translations) {
    expect(Object.keys(catalogue).sort(), language).toEqual([...keys].sort());
    const same = keys.filter((key) => catalogue[key] === en[key] && !bare(en[key]));
    expect(same.filter((key) => !isShared(language, key))).toEqual([]);
  }
});

it('names the same parameters in each language', () => {
  for (const [language, catalogue] of translations)
    for (const key of keys) {
      const [english, other] = [en[key], catalogue[key]];
      if (typeof english === 'string' && typeof other === 'string')
        expect(placeholders(other), `${language} ${key}`).toEqual(placeholders(english));
    }
});

/** What a function of a catalogue is given here by any name: a number and a text at once, which each language writes alike. */
const given = (names: readonly string[]): never =>
  Object.fromEntries(names.map((name, i) => [name, String(61 + i)])) as never;

it('says all that each counted phrase is given in each language', () => {
  const counted = keys.filter((key) => /^(alert|count|lack|report|term|period|verdict)\./.test(key));
  for (const key of counted) {
    const [, names = ''] = /^\(\{([^}]*)\}\)/.exec(String(en[key])) ?? [];
    const params = names.split(',').map((name) => name.trim().split(':')[0]!);
    const told = Object.entries(catalogues).map(([language, catalogue]) => {
      const entry = catalogue[key]!;
      const words = typeof entry === 'function' ? entry(given(params)) : '';
      return [language, params.map((_, i) => words.includes(String(61 + i)))];
    });
    expect(new Set(told.map(([, parts]) => String(parts))).size, key).toBe(1);
  }
});

it('says what to do in a sentence that begins as one does, in German and French', () => {
  const remedies = keys.filter((key) => key.includes('.remedy.'));
  for (const [language, catalogue] of translations) {
    const small = remedies.filter(
      (key) => typeof catalogue[key] === 'string' && /^\p{Ll}/u.test(catalogue[key]),
    );
    expect(small, language).toEqual([]);
  }
});

it('makes the English sentence that was always there, and the German one where it is shown', () => {
  const error = new MonitorError(
    'capture/not-permitted',
    say('capture.notPermitted', { interface: 'eth0' }),
    {
      remedy: say('capture.remedy.joinGroup', { group: 'pcap', command: 'sudo usermod -aG pcap $USER' }),
    },
  );
  expect(error.message).toBe('May not capture on eth0');
  expect(error.remedy).toBe('Join the group pcap, then log out and in again: sudo usermod -aG pcap $USER');
  const crossed = MonitorError.fromData(structuredClone(error.toData()));
  expect(crossed.message).toBe(error.message);
  expect(errorIn('de', crossed)).toEqual({
    message: 'Auf eth0 darf nicht aufgezeichnet werden',
    remedy:
      'Treten Sie der Gruppe pcap bei, und melden Sie sich ab und wieder an: sudo usermod -aG pcap $USER',
  });
});

it('puts phrases inside of phrases and lists into the language, and leaves what others said as it is', () => {
  const why = say('capture.pkexecSaid', { detail: 'polkit: {detail} $& gone' });
  const phrase = say('capture.notGiven', { why });
  expect(inEnglish(phrase)).toBe(
    'The permission to capture was not given: pkexec could not ask: polkit: {detail} $& gone',
  );
  expect(render(catalogues.de, phrase)).toBe(
    'Das Aufzeichnen wurde nicht erlaubt: pkexec konnte nicht fragen: polkit: {detail} $& gone',
  );
  const list = say('capture.noneNamed', { names: ['"a"', '"b"'] });
  expect(inEnglish(list)).toBe('There is no interface named "a", "b"');
});

it('shows the English that came along where a phrase is of another version, or lacks a parameter', () => {
  for (const message of [
    { key: 'capture.ofTomorrow' },
    { key: 'toString' },
    { key: 'capture.notPermitted' },
    { key: 'capture.notGiven', params: { why: { key: 'capture.ofTomorrow' } } },
  ]) {
    const data = {
      code: 'capture/failed',
      message: 'So it was',
      retriable: false,
      said: { message },
    } as const;
    expect(errorIn('de', data)).toEqual({ message: 'So it was' });
    expect(MonitorError.fromData(data).message).toBe('So it was');
    expect(MonitorError.fromData(data).toData()).toEqual(data);
  }
});

it('keeps all that was given in the words of each template', () => {
  const templates = keys.filter((key) => typeof en[key] === 'string');
  fc.assert(
    fc.property(fc.constantFrom(...templates), fc.string(), (key, value) => {
      const names = placeholders(en[key]);
      const params = Object.fromEntries(names.map((name) => [name, value]));
      for (const catalogue of Object.values(catalogues)) {
        const words = render(catalogue, { key, params });
        if (words === undefined || (names.length > 0 && !words.includes(value)))
          throw new Error(`${key} loses ${JSON.stringify(value)}: ${words}`);
      }
    }),
  );
});

it('says a bad row of a source as it always did, and in German where that is shown', () => {
  const [bad] = parseLimitRows([
    { limit_name: 'max', limit_value: '500.000', effective_date: '2026-01-01', period: 'fortnight' },
  ]).badRows;
  expect(bad?.reason).toBe(
    'limit_value "500.000" can mean 500 or 500000; write it in digits alone, without separators',
  );
  expect(render(catalogues.de, bad!.said!)).toBe(
    'limit_value "500.000" kann 500 oder 500000 heißen; schreiben Sie nur Ziffern, ohne Trennzeichen',
  );
  const [term] = parseLimitRows([
    {
      limit_name: 'max',
      limit_value: 1,
      effective_date: '2026-01-01',
      period: 'fortnight',
      window_seconds: 60,
    },
  ]).badRows;
  expect(term?.reason).toBe(
    'period: "fortnight" is not a valid period (write it as 1h, day, week, month, month@15 or year)',
  );
  expect(render(catalogues.de, term!.said!)).toBe(
    'period: „fortnight“ ist kein gültiger Zeitraum (Schreiben Sie ihn als 1h, day, week, month, month@15 oder year)',
  );
});
