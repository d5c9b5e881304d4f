/** Languages that there are texts in. */
const languages = ['en', 'de', 'fr'] as const;

export type Language = (typeof languages)[number];

/**
 * The language of the texts: the one that the person chose, else the system's, else English.
 *
 * @param systemLanguage a language tag, such as `fr-CA`
 */
export function languageOf(chosen: Language | 'system', systemLanguage: string): Language {
  if (chosen !== 'system') return chosen;
  const [primary] = systemLanguage.toLowerCase().split(/[-_]/);
  return languages.find((language) => language === primary) ?? 'en';
}
