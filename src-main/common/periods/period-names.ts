import type { Language } from '../language.ts';
import type { Period } from './period.ts';

/** What kinds of periods are called, in the languages of the app; a length of time is called by the language's own text. */
interface PeriodNames {
  readonly day: string;
  readonly week: string;
  readonly year: string;
  readonly month: (firstDay: number) => string;
  readonly length: (length: string) => string;
  /** What is said of a limit on such periods. */
  readonly per: (period: string) => string;
}

/** `1st`, `2nd`, `15th`. */
function ordinal(day: number): string {
  const endings: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
  const isTeen = day > 10 && day < 14;
  return `${day}${isTeen ? 'th' : (endings[day % 10] ?? 'th')}`;
}

const periodNames: Readonly<Record<Language, PeriodNames>> = {
  en: {
    ...{ day: 'Day', week: 'Week', year: 'Year' },
    month: (firstDay) => (firstDay === 1 ? 'Month' : `Month from the ${ordinal(firstDay)}`),
    length: (length) => `Every ${length}`,
    per: (period) => `per ${period.charAt(0).toLowerCase()}${period.slice(1)}`,
  },
  de: {
    ...{ day: 'Tag', week: 'Woche', year: 'Jahr' },
    month: (firstDay) => (firstDay === 1 ? 'Monat' : `Monat ab dem ${firstDay}.`),
    length: (length) => `Alle ${length}`,
    per: (period) => `je ${period}`,
  },
  fr: {
    ...{ day: 'Jour', week: 'Semaine', year: 'Année' },
    month: (firstDay) => (firstDay === 1 ? 'Mois' : `Mois à partir du ${firstDay}`),
    length: (length) => `Chaque tranche de ${length}`,
    per: (period) => `par ${period.charAt(0).toLowerCase()}${period.slice(1)}`,
  },
};

/** A kind of periods in words: `Month from the 15th`, `Every 6h`. */
export function periodName(period: Period, language: Language): string {
  const names = periodNames[language];
  if (period.kind === 'length') return names.length(period.name);
  return period.kind === 'month' ? names.month(period.firstDay) : names[period.kind];
}

/** What is said of a limit on a kind of periods: `per month from the 15th`, `per 6h`. */
export const perPeriod = (period: Period, language: Language): string =>
  periodNames[language].per(period.kind === 'length' ? period.name : periodName(period, language));
