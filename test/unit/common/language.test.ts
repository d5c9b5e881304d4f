import { expect, it } from 'vitest';
import { languageOf } from '../../../src-main/common/language.ts';

it.each([
  ['de-AT', 'de'],
  ['fr', 'fr'],
  ['fr-CA', 'fr'],
  ['fr_FR.UTF-8', 'fr'],
  ['FR-be', 'fr'],
  ['fry-NL', 'en'],
  ['frr', 'en'],
  ['den-CA', 'en'],
  ['ja-JP', 'en'],
  ['', 'en'],
])('a system in %s is spoken to in %s', (system, language) => {
  expect(languageOf('system', system)).toBe(language);
});

it('a language that was chosen goes before that of the system', () => {
  expect(languageOf('fr', 'de-DE')).toBe('fr');
  expect(languageOf('en', 'fr-FR')).toBe('en');
});
