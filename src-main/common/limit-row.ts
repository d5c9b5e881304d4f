import type { Limit, LimitLabel, LimitName, LimitTerms } from './model/limits.ts';

/** The columns of {@link LimitTerms} and {@link LimitLabel}. */
export const termColumns = ['period', 'hours', 'agent', 'direction', 'warn_at', 'title', 'note'] as const;
export type TermColumn = (typeof termColumns)[number];

/** The columns that a row has beside those that each limit has. */
type TermRow = Readonly<Partial<Record<TermColumn, string | number>>>;

/** A limit with the names of the table's columns, as it is written into files. */
export interface LimitRow extends TermRow {
  readonly limit_name: LimitName;
  readonly limit_value: number;
  /** ISO 8601. */
  readonly effective_date: string;
  readonly source: string | null;
  readonly destination: string | null;
  readonly window_seconds: number | null;
}

/** A limit as a row. */
export const limitRow = (limit: Limit): LimitRow => ({
  limit_name: limit.name,
  limit_value: limit.value,
  effective_date: new Date(limit.effectiveMs).toISOString(),
  source: limit.source,
  destination: limit.destination,
  window_seconds: limit.windowSeconds,
  ...termRow(limit),
});

type Terms = LimitTerms & LimitLabel;

/** The columns that say what a limit's terms and label are. */
const termRow = ({ period, hours, agent, direction, warnPercent, title, note }: Terms): TermRow => ({
  ...(period !== undefined && { period }),
  ...(hours !== undefined && { hours }),
  ...(agent !== undefined && { agent }),
  ...(direction !== undefined && { direction }),
  ...(warnPercent !== undefined && { warn_at: warnPercent }),
  ...(title !== undefined && { title }),
  ...(note !== undefined && { note }),
});
