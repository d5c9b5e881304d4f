import { AlertWords, hostName, labelOf } from '../common/alert-words.ts';
import type { ErrorCode, ErrorData } from '../common/errors.ts';
import { bytesText, type NumberStyle } from '../common/format.ts';
import { type Language, languageOf } from '../common/language.ts';
import { errorIn, type ErrorWords, wordsIn } from '../common/phrases/sentences.ts';
import { parsePeriod } from '../common/periods/period.ts';
import { periodName } from '../common/periods/period-names.ts';
import type { Settings } from '../settings/registry/index.ts';
import type { EpochMs } from '../common/units.ts';
import type { Text } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';

const locales = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR' } as const;

/** How the app speaks outside its window: in the person's language, with numbers as they want them. */
export interface Words {
  readonly language: Language;
  readonly bytes: (bytes: number) => string;
  /** The kind of a problem, in a few words. */
  readonly problem: (code: ErrorCode) => string;
  /** What an error says, and what to do. */
  readonly error: (error: ErrorData) => ErrorWords;
  /** A text; `fallback` is the English that came along with one of another version. */
  readonly text: (text: Text | undefined, fallback?: string) => string;
  /** A kind of periods, by its name. */
  readonly period: (name: string) => string;
  /** Day and time, local. */
  readonly instant: (ms: EpochMs) => string;
}

/** How the app writes numbers, and its language. */
const styleOf = (
  values: Pick<Settings, 'appearance.language' | 'appearance.units'>,
  systemLanguage: string,
): NumberStyle => ({
  units: values['appearance.units'],
  language: languageOf(values['appearance.language'], systemLanguage),
});

/** @param systemLanguage a language tag, such as `de-AT` */
export function wordsOf(
  values: Pick<Settings, 'appearance.language' | 'appearance.units'>,
  systemLanguage: string,
): Words {
  const style = styleOf(values, systemLanguage);
  const { language } = style;
  const day = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return {
    bytes: (bytes) => bytesText(bytes, style),
    language,
    problem: (code) => wordsIn(language, say(`title.${code}`), ''),
    error: (data) => errorIn(language, data),
    text: (text, fallback = '') => wordsIn(language, text, fallback),
    period: (name) => wordsIn(language, periodName(parsePeriod(name)), name),
    instant: (ms) => new Date(ms).toLocaleString(locales[language], day),
  };
}

/** How notifications speak of alerts: hosts are called as they are in the window, by names that were asked for there. */
export function alertWordsOf(
  values: Settings,
  systemLanguage: string,
  dns: { nameOf(address: string): string | null },
): AlertWords {
  const nameOf = (address: string): string | null => hostName(address, values, (host) => dns.nameOf(host));
  return new AlertWords(styleOf(values, systemLanguage), (address) => labelOf(address, nameOf));
}
