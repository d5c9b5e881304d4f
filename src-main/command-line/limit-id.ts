import { createHash } from 'node:crypto';
import { MonitorError } from '../common/errors.ts';
import type { Limit } from '../common/model/limits.ts';
import { say } from '../common/phrases/say.ts';
import { limitKey } from '../common/limit-scope.ts';

/** A limit's name for the command line: of what it is on and from when, not of its value. */
export const limitId = (limit: Limit): string =>
  createHash('sha256').update(limitKey(limit)).digest('hex').slice(0, 8);

/**
 * Finds the limit that a person names by its id, or by the beginning of it.
 *
 * @throws MonitorError `settings/invalid` where there is none, or more than one
 */
export function limitNamed<L extends Limit>(limits: readonly L[], id: string): L {
  const named = limits.filter((limit) => limitId(limit).startsWith(id.toLowerCase()));
  if (named.length === 1 && id !== '') return named[0]!;
  const message = say(named.length === 0 ? 'limits.noLimit' : 'limits.manyLimits', { id });
  throw new MonitorError('settings/invalid', message, { remedy: say('limits.remedy.ids') });
}
