import type { Limit } from './model/limits.ts';

/** What makes a limit apply or not: two limits that agree in it compete by their effective date. */
export const scopeKey = ({
  name,
  source,
  destination,
  windowSeconds,
  period,
  hours,
  agent,
  direction,
}: Omit<Limit, 'value' | 'effectiveMs'>): string => {
  const key = `${name}|${source ?? ''}|${destination ?? ''}|${windowSeconds ?? ''}`;
  const hasMore = period !== undefined || hours !== undefined || agent !== undefined;
  const whole = hasMore ? `${key}|${period ?? ''}|${hours ?? ''}|${agent ?? ''}` : key;
  return direction === undefined ? whole : `${whole}|${direction}`;
};

/** Name, scope and effective date: what a table holds once. */
export const limitKey = (limit: Limit): string => `${scopeKey(limit)}|${limit.effectiveMs}`;
