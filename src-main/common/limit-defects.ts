import type { LimitDefect, LimitDefectCode } from './model/limits.ts';
import { noGroup } from './network-groups.ts';

/** What is wrong with a field of a limit, and what to write instead. */
export const limitDefectSentences: Readonly<Record<LimitDefectCode, (shown: string) => string>> = {
  'value/missing': () => 'Give a value, such as 2 GB, 500 MiB or 2000000000.',
  'value/invalid': (shown) => `“${shown}” is not a number of bytes; write it as 2 GB, 500 MiB or 2000000000.`,
  'value/ambiguous': (shown) =>
    `“${shown}” can be read in two ways; write it in digits, with a point before decimals.`,
  'value/fraction': (shown) => `“${shown}” is not a whole number of bytes.`,
  'value/too-large': (shown) => `“${shown}” is more than can be counted to the byte: at most 9007 TB.`,
  'period/invalid': (shown) =>
    `“${shown}” is not a valid period; write it as 5m, 1h, day, week, month, month@15 or year.`,
  'period/day': (shown) =>
    `“${shown}” begins on a day that not every month has; use a day from 1 to 28, as in month@28.`,
  'network/invalid': (shown) =>
    `“${shown}” is not an IP address or network; write it as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32.`,
  'network/unknown-group': (shown) =>
    `There is ${noGroup(shown)}; define it in the settings, or with --network-group.`,
  'direction/invalid': (shown) => `“${shown}” is not a direction; write in, out, local or passing.`,
  'hours/invalid': (shown) =>
    `“${shown}” is not a range of hours; write it as 22:00-06:00 or Mon-Fri 08:00-18:00.`,
  'hours/empty': (shown) => `“${shown}” is a range of no length.`,
  'agent/invalid': (shown) => `“${shown}” is not a valid agent id.`,
  'warn/invalid': (shown) => `“${shown}” must be a percentage from 1 to 100.`,
  'title/invalid': () => 'A name is one line of at most 100 characters.',
  'note/invalid': () => 'A note has at most 10,000 characters, and no control characters.',
  'effective/invalid': (shown) =>
    `“${shown}” is not a date or timestamp; write it as 2026-01-31 or 2026-01-31T08:00:00+01:00.`,
  'limit/contradicts': (shown) =>
    `A minimum above the maximum can't be met: for the same traffic ${shown} is in force.`,
  'limit/exists': () => 'There is a limit for this traffic and period from that date on already.',
};

/** What is wrong with a field, as a sentence. */
export const limitDefectSentence = ({ code, shown }: LimitDefect): string =>
  limitDefectSentences[code](shown);
