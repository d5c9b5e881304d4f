/** Languages that there are texts in. */
const languages = ['en', 'de', 'fr'] as const;

export type Language = (typeof languages)[number];

/**
 * The language of the texts: the one that the person chose, else the system's, else English.
 *
 * @param systemLanguage a language tag, such as `fr-CA`
 */
export const languageOf = (chosen: Language | 'system', systemLanguage: string): Language =>
  chosen === 'system' ? (knownOf(systemLanguage) ?? 'en') : chosen;

/** Whether there are texts in the language of a tag. */
export const isLanguage = (tag: string): boolean => knownOf(tag) !== undefined;

function knownOf(tag: string): Language | undefined {
  const [primary] = tag.toLowerCase().split(/[-_]/);
  return languages.find((language) => language === primary);
}
