import { expect, it } from 'vitest';
import { fuzzyMatch } from '../../../src-renderer/commands/fuzzy.ts';
import { matching } from '../../../src-renderer/features/alerts/alert-filter.ts';
import { folded } from '../../../src-renderer/folded.ts';
import { sampleAlert, sampleLimit } from './samples.ts';

it('searches find words with and without their accents, and in capitals', () => {
  expect(['Épée', 'Straße', 'GRÖSSE', 'e\u0301'].map(folded)).toEqual(['epee', 'strasse', 'grosse', 'e']);
  const alert = sampleAlert({
    subject: { kind: 'limit', limit: sampleLimit({ source: '192.0.2.1' }) },
  });
  const label = (address: string): string => (address === '192.0.2.1' ? 'Büro Genève' : address);
  const found = (query: string): number =>
    matching([alert], { state: 'all', query, subject: '' }, label).length;
  expect(['buro geneve', 'BÜRO', 'Genève', 'gêneve'].map(found)).toEqual([1, 1, 1, 1]);
  expect(found('Zürich')).toBe(0);
});

it('the palette finds commands without accents, and marks the letters that match', () => {
  expect(fuzzyMatch('ecran', 'Écran des réglages')?.positions).toEqual([0, 1, 2, 3, 4]);
  expect(fuzzyMatch('réglage', 'Ecran des reglages')?.positions).toEqual([10, 11, 12, 13, 14, 15, 16]);
  expect(fuzzyMatch('größe', 'Größe')?.positions).toEqual([0, 1, 2, 3, 4]);
});
