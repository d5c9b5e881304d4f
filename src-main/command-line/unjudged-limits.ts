import { limitPhrase } from '../common/limit-phrase.ts';
import type { Limit } from '../common/model/limits.ts';
import type { Text } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';
import { warn } from './run-output.ts';

/** Limits that are named. */
const limitsNamed = 5;

/** Says on standard error which limits can't be judged, and why: the first of them by name. */
export function warnUnjudged(limits: readonly Limit[], reasons: readonly (Text | null)[]): void {
  const unjudged = limits.flatMap((limit, i) => {
    const reason = reasons[i] ?? null;
    return reason === null ? [] : [say('command.unjudged', { limit: limitPhrase(limit), reason })];
  });
  for (const text of unjudged.slice(0, limitsNamed)) warn(text);
  const more = unjudged.length - limitsNamed;
  if (more > 0) warn(say('command.moreUnjudged', { count: more }));
}
