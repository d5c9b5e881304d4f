import type { Catalogue, Text } from '../common/phrases/phrase.ts';
import { render } from '../common/phrases/phrase.ts';
import { inEnglish, type PhraseKey, say } from '../common/phrases/say.ts';
import { isLanguage, type Language, languageOf } from '../common/language.ts';

/** English is loaded anyway. */
let spoken: { readonly language: Language; readonly words?: Catalogue } = { language: 'en' };

/** What is loaded of the other languages: most people need one. */
const catalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Catalogue>>> = {
  de: async () => (await import('../common/phrases/de/index.ts')).de,
  fr: async () => (await import('../common/phrases/fr/index.ts')).fr,
};

/**
 * The language of messages as the system's tools choose it: LC_ALL goes before LC_MESSAGES, that before LANG; before all
 * of them the first language of LANGUAGE that there are messages in, unless they ask for no language at all.
 */
export function messageLanguage({ LC_ALL, LC_MESSAGES, LANG, LANGUAGE }: NodeJS.ProcessEnv): Language {
  const locale = LC_ALL || LC_MESSAGES || LANG || 'C';
  if (/^(C|POSIX)\b/.test(locale)) return 'en';
  const wished = [...(LANGUAGE?.split(':') ?? []), locale].map((name) => name.replace(/[.@].*/, ''));
  return languageOf('system', wished.find(isLanguage) ?? '');
}

/** From now on {@link inPersonsLanguage} has the words of a language. */
export async function speak(language: Language): Promise<void> {
  spoken = language === 'en' ? { language } : { language, words: await catalogues[language]() };
}

/** A text as the person reads it in a terminal; English where it is not known in another language. */
export const inPersonsLanguage = (text: Text): string =>
  (spoken.words && render(spoken.words, text)) ?? inEnglish(text);

/** The language that {@link inPersonsLanguage} speaks. */
export const personsLanguage = (): Language => spoken.language;

/** What `--help` says of a verb or an argument, as the person reads it. */
export const helpText = (key: HelpKey): string => inPersonsLanguage(say(key));

/** What `--help` says. */
type HelpKey = Extract<PhraseKey, `verb.${string}` | `argument.${string}` | 'help.limit.value'>;
