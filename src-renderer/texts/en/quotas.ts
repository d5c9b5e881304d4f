import { counted } from '../counted.ts';

/** Quotas: what is used and left of limits on periods. */
export const quotas = {
  quotas: {
    all: 'All Quotas',
    period: 'Period',
    nearest: 'Nearest to full',
    newMonthly: 'New Monthly Limit…',
    loading: 'Reading what is used…',
    none: 'No quota yet',
    noneHint:
      'A quota is a maximum on a day, a week, a month or a year: of all traffic, a host or a network. Here you see what is used and what is left of it, and when it will be used up.',
    more: (n: number) => `and ${counted(n, 'quota', 'quotas')} more, less full`,
    allTraffic: 'all traffic',
    used: (used: string, of: string) => `${used} of ${of} used`,
    left: (bytes: string) => `${bytes} left`,
    over: (bytes: string) => `${bytes} over`,
    gone: (share: string, left: string) => `${share} of the time gone, ${left} left`,
    states: {
      usedUp: 'Used up',
      usedUpBy: (when: string) => `Used up by ${when} at this rate`,
      near: (share: string) => `Above the warning level of ${share}`,
      within: 'On track at this rate',
      withinAsCounted: 'On track, as far as counted',
      unknown: 'No projection yet',
    },
    unknownTitle: 'No window of this period has closed yet',
    rate: (bytes: string) => `${bytes} by the end at this rate`,
    before: (span: string) => `Before (${span}):`,
    sameTime: (bytes: string) => `${bytes} by this point`,
    inAll: (bytes: string) => `${bytes} in all`,
    soFar: 'so far',
    sameTimeNotKept: 'The sum of a part of the time is kept for all traffic only',
    marks: { used: 'used', ahead: 'at this rate', time: 'time gone', warn: 'warning level' },
    actions: { edit: 'Edit…', alert: 'Open Alert', history: 'Show in History' },
    actionsOf: (quota: string) => `Actions for ${quota}`,
  },
};
