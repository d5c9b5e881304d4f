import { formatDuration } from './duration.ts';
import { durationText } from './format.ts';
import type { Limit, LimitTerms, UnjudgedReason } from './model/limits.ts';
import { marked } from './network-groups.ts';
import { parsePeriod } from './periods/period.ts';
import { perPeriod } from './periods/period-names.ts';
import type { Phrase } from './phrases/phrase.ts';
import { say } from './phrases/say.ts';
import { durationMs } from './units.ts';

/** What a limit says of when and of whom it holds: its period, hours, agent, and from when on it is warned of. */
export const termPhrases = ({
  windowSeconds,
  period,
  hours,
  agent,
  direction,
  warnPercent,
}: Pick<Limit, keyof LimitTerms | 'windowSeconds'>): readonly Phrase[] => [
  ...(direction === undefined ? [] : [say(`direction.${direction}`)]),
  ...(windowSeconds === null ? [] : [say('term.window', { length: durationText(windowSeconds * 1000) })]),
  ...(period === undefined ? [] : [perPeriod(parsePeriod(period))]),
  ...(hours === undefined ? [] : [say('term.hours', { hours })]),
  ...(agent === undefined ? [] : [say('term.agent', { agent })]),
  ...(warnPercent === undefined ? [] : [say('term.warnAt', { percent: warnPercent })]),
];

/** A limit in a line: `max 500 bytes for 192.0.2.10 → any, per day (Backup)`. */
export function limitPhrase({ warnPercent: _warn, ...limit }: Limit): Phrase {
  const { name, value, source, destination, title } = limit;
  const any = say('pair.any');
  const terms = termPhrases(limit);
  const bare = say('limitLine.value', { name, bytes: say('count.bytes', { count: value }) });
  const scoped =
    source === null && destination === null
      ? bare
      : say('limitLine.scope', { limit: bare, source: source ?? any, destination: destination ?? any });
  const whole = terms.length === 0 ? scoped : say('limitLine.terms', { limit: scoped, terms });
  return title === undefined ? whole : say('limitLine.title', { limit: whole, title });
}

/** Why a limit can't be judged, as part of a sentence. */
export function unjudgedPhrase(reason: UnjudgedReason): Phrase {
  if ('group' in reason) return say('limits.unjudged.group', { group: marked(reason.group) });
  const { period, timeZone: zone } = reason;
  const length = formatDuration(durationMs(reason.windowMs));
  return zone === null
    ? say('limits.unjudged.length', { period, length })
    : say('limits.unjudged.zone', { zone, period, length });
}
