/** What is wrong with a field of a limit, and what to write instead. */
export const limitDefects = {
  'limits.defect.value/missing': 'Give a value, such as 2 GB, 500 MiB or 2000000000.',
  'limits.defect.value/invalid':
    '“{shown}” is not a number of bytes; write it as 2 GB, 500 MiB or 2000000000.',
  'limits.defect.value/ambiguous':
    '“{shown}” can be read in two ways; write it in digits, with a point before decimals.',
  'limits.defect.value/fraction': '“{shown}” is not a whole number of bytes.',
  'limits.defect.value/too-large': '“{shown}” is more than can be counted to the byte: at most 9007 TB.',
  'limits.defect.period/invalid':
    '“{shown}” is not a valid period; write it as 5m, 1h, day, week, month, month@15 or year.',
  'limits.defect.period/day':
    '“{shown}” begins on a day that not every month has; use a day from 1 to 28, as in month@28.',
  'limits.defect.network/invalid':
    '“{shown}” is not an IP address or network; write it as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32.',
  'limits.defect.network/unknown-group':
    'There is no group of networks {shown}; define it in the settings, or with --network-group.',
  'limits.defect.direction/invalid': '“{shown}” is not a direction; write in, out, local or passing.',
  'limits.defect.hours/invalid':
    '“{shown}” is not a range of hours; write it as 22:00-06:00 or Mon-Fri 08:00-18:00.',
  'limits.defect.hours/empty': '“{shown}” is a range of no length.',
  'limits.defect.agent/invalid': '“{shown}” is not a valid agent id.',
  'limits.defect.warn/invalid': '“{shown}” must be a percentage from 1 to 100.',
  'limits.defect.title/invalid': 'A name is one line of at most 100 characters.',
  'limits.defect.note/invalid': 'A note has at most 10,000 characters, and no control characters.',
  'limits.defect.effective/invalid':
    '“{shown}” is not a date or timestamp; write it as 2026-01-31 or 2026-01-31T08:00:00+01:00.',
  'limits.defect.limit/contradicts':
    "A minimum above the maximum can't be met: for the same traffic {shown} is in force.",
  'limits.defect.limit/exists': 'There is a limit for this traffic and period from that date on already.',
} as const;
