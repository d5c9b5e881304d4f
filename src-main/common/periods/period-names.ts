import type { Phrase } from '../phrases/phrase.ts';
import { say } from '../phrases/say.ts';
import type { Period } from './period.ts';

/** A kind of periods in words: `Month from the 15th`, `Every 6h`. */
export function periodName(period: Period): Phrase {
  if (period.kind === 'length') return say('period.length', { length: period.name });
  if (period.kind !== 'month') return say(`period.${period.kind}`);
  return period.firstDay === 1 ? say('period.month') : say('period.monthFrom', { day: period.firstDay });
}

/** What is said of a limit on a kind of periods: `per month from the 15th`, `per 6h`. */
export function perPeriod(period: Period): Phrase {
  if (period.kind === 'length') return say('term.per.length', { length: period.name });
  if (period.kind !== 'month') return say(`term.per.${period.kind}`);
  return period.firstDay === 1 ? say('term.per.month') : say('term.per.monthFrom', { day: period.firstDay });
}
