import { MonitorError } from '../errors.ts';
import { say } from '../phrases/say.ts';

/** The time zone of the system. */
export const systemTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * Reads the name of a time zone, such as `Europe/Berlin` or `UTC`, in whatever case.
 *
 * @throws MonitorError `settings/invalid` for what is none; a mere offset such as `+01:00` knows no daylight saving time
 */
export function parseTimeZone(text: string): string {
  const name = text.trim();
  const known = /^[a-z]/i.test(name) ? knownZone(name) : undefined;
  if (known === undefined) {
    throw new MonitorError('settings/invalid', say('value.timeZone', { text }), {
      remedy: say('value.remedy.timeZone'),
    });
  }
  // A zone of several names keeps the one that was given: Asia/Kolkata is known to some as Asia/Calcutta.
  return known.toLowerCase() === name.toLowerCase() ? known : name;
}

function knownZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined; // A RangeError is how Intl says that there is no such zone.
  }
}
