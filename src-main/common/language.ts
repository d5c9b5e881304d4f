/** Languages that there are texts in. */
export type Language = 'en' | 'de';

/** The language of the texts: the one that the person chose, else the system's, else English. */
export const languageOf = (chosen: Language | 'system', systemLanguage: string): Language =>
  chosen !== 'system' ? chosen : systemLanguage.toLowerCase().startsWith('de') ? 'de' : 'en';
