import * as v from 'valibot';
import { formatNetwork, parseNetwork } from '../../common/address.ts';
import { parseEffectiveDate } from '../../common/effective-date.ts';
import type { BadRow, Limit } from '../../common/model.ts';
import type { LimitRows } from './limit-source.ts';

const shown = (value: unknown): string => {
  const text =
    value === undefined ? 'nothing' : typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const network = v.pipe(
  v.string((issue) => `an address must be text, not ${shown(issue.input)}`),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return formatNetwork(parseNetwork(dataset.value));
    } catch {
      addIssue({ message: `${shown(dataset.value)} is no IP address and no network` });
      return NEVER;
    }
  }),
);

const largest = Number.MAX_SAFE_INTEGER;

const wholeNumber = (column: string, least: number) =>
  v.pipe(
    v.number((issue) => `${column} must be a whole number, not ${shown(issue.input)}`),
    v.check(
      (value: number) => Number.isInteger(value),
      (issue) => `${column} must be a whole number, not ${shown(issue.input)}`,
    ),
    v.minValue(least, (issue) => `${column} must not be below ${least}, but is ${shown(issue.input)}`),
    v.maxValue(largest, (issue) => `${column} must not be above ${largest}, but is ${shown(issue.input)}`),
  );

const effectiveDate = v.pipe(
  v.string((issue) => `effective_date must be a date such as "2026-01-31", not ${shown(issue.input)}`),
  v.transform((text) => ({ text, instant: parseEffectiveDate(text) })),
  v.check(
    ({ instant }) => instant !== undefined,
    (issue) =>
      `effective_date ${shown(issue.input.text)} is no date; write it as 2026-01-31 or 2026-01-31T08:00:00Z`,
  ),
  v.transform(({ instant }) => instant!),
);

const name = v.picklist(
  ['min', 'max'],
  (issue) => `limit_name must be "min" or "max", not ${shown(issue.input)}`,
);

const row = v.pipe(
  v.object({
    limit_name: name,
    limit_value: wholeNumber('limit_value', 0),
    effective_date: effectiveDate,
    source: v.nullish(network, null),
    destination: v.nullish(network, null),
    window_seconds: v.nullish(wholeNumber('window_seconds', 1), null),
  }),
  v.transform((columns): Limit => ({
    name: columns.limit_name,
    value: columns.limit_value,
    effectiveMs: columns.effective_date,
    source: columns.source,
    destination: columns.destination,
    windowSeconds: columns.window_seconds,
  })),
);

/** What is wrong with a row as a whole: said before what is wrong with its columns. */
function defectOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `a row must be an object with limit_name, limit_value and effective_date, not ${shown(value)}`;
  }
  const columns = value as Record<string, unknown>;
  const missing = ['limit_name', 'limit_value', 'effective_date'].find((column) => columns[column] == null);
  return missing && `${missing} is missing`;
}

/** What makes a limit apply or not: two limits that agree in it compete by their effective date. */
export const scopeKey = ({
  name,
  source,
  destination,
  windowSeconds,
}: Omit<Limit, 'value' | 'effectiveMs'>): string =>
  [name, source ?? '', destination ?? '', windowSeconds ?? ''].join('|');

/** Reads rows of the table `traffic_limits`; each row is taken or refused by its number and reason. */
export function parseLimitRows(rows: readonly unknown[]): LimitRows {
  const limits: Limit[] = [];
  const badRows: BadRow[] = [];
  const seen = new Map<string, number>();
  rows.forEach((value, i) => {
    const refuse = (reason: string): unknown => badRows.push({ row: i + 1, reason });
    const defect = defectOf(value);
    if (defect !== undefined) return refuse(defect);
    const parsed = v.safeParse(row, value);
    if (!parsed.success) return refuse(parsed.issues.map(({ message }) => message).join('; '));
    const key = `${scopeKey(parsed.output)}|${parsed.output.effectiveMs}`;
    const twin = seen.get(key);
    if (twin !== undefined) return refuse(`the same limit and effective_date as row ${twin}`);
    seen.set(key, i + 1);
    return limits.push(parsed.output);
  });
  return { limits, badRows };
}
