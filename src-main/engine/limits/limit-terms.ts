import { type Direction, directions } from '../../common/direction.ts';
import { MonitorError } from '../../common/errors.ts';
import type { Limit, LimitLabel, LimitTerms } from '../../common/model/limits.ts';
import { isLimitTitle, noteOfOthers } from '../../common/limit-label.ts';
import { isPrintable } from '../../common/printable.ts';
import { type TermColumn, termColumns } from '../../common/limit-row.ts';
import { parseHours } from '../../common/periods/hours.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { say, together } from '../../common/phrases/say.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';

type Terms = LimitTerms & LimitLabel;
type Columns = Readonly<Record<string, unknown>>;

/** An agent's name in a mark is no longer. */
const longestAgent = 256;

/** Reads a column; what it throws is the reason for which a row is refused. */
const readers: Readonly<Record<TermColumn, (value: unknown) => Terms>> = {
  period: (value) => ({ period: parsePeriod(textIn('period', value, 'month')).name }),
  hours: (value) => ({ hours: parseHours(textIn('hours', value, 'Mon-Fri 08:00-18:00')).text }),
  agent: (value) => ({ agent: agentIn(textIn('agent', value, 'router-1')) }),
  direction: (value) => ({ direction: directionIn(textIn('direction', value, 'in')) }),
  warn_at: (value) => ({ warnPercent: percentIn(value) }),
  title: (value) => ({ title: titleIn(textIn('title', value, 'Backup')) }),
  note: (value) => noteIn(value),
};

/** Whether a row says more than each limit does. */
export const hasTerms = (columns: Columns): boolean =>
  termColumns.some((column) => columns[column] !== undefined && columns[column] !== null);

/**
 * Adds to a limit what the row says of its period, hours, agent, direction and warning, and what it is called.
 *
 * @param refuse takes the reasons for which the row is refused
 * @returns undefined for a row that was refused
 */
export function withTerms(limit: Limit, columns: Columns, refuse: (reason: Text) => void): Limit | undefined {
  const reasons: Phrase[] = [];
  const terms: Terms = {};
  for (const column of termColumns) {
    const value = columns[column];
    if (value === undefined || value === null) continue;
    try {
      Object.assign(terms, readers[column](value));
    } catch (thrown) {
      reasons.push(reasonOf(column, thrown));
    }
  }
  if (terms.period !== undefined && limit.windowSeconds !== null) reasons.push(say('limits.row.twoLengths'));
  if (reasons.length === 0) return { ...limit, ...terms };
  refuse(together(reasons));
  return undefined;
}

function reasonOf(column: TermColumn, thrown: unknown): Phrase {
  const { text: reason, remedyText: remedy } = MonitorError.from(thrown);
  return remedy === undefined
    ? say('limits.row.term', { column, reason })
    : say('limits.row.termRemedy', { column, reason, remedy });
}

const invalid = (message: Phrase): MonitorError => new MonitorError('limits/bad-rows', message);

const shown = (value: unknown): string => JSON.stringify(typeof value === 'bigint' ? String(value) : value);

function textIn(column: TermColumn, value: unknown, example: string): string {
  if (typeof value === 'string') return value;
  throw invalid(say('limits.row.textLike', { column, example, value: shown(value) }));
}

/** Whether an agent may have that id. */
export const isAgentId = (text: string): boolean =>
  text.length > 0 && text.length <= longestAgent && isPrintable(text);

function agentIn(text: string): string {
  if (isAgentId(text)) return text;
  throw invalid(say('limits.row.agent', { value: shown(text.slice(0, 40)) }));
}

function directionIn(text: string): Direction {
  const found = directionOfText(text);
  if (found !== undefined) return found;
  throw invalid(say('limits.row.direction', { value: shown(text.slice(0, 40)), directions }));
}

/** A direction as a person writes it; undefined for what is none. */
export const directionOfText = (text: string): Direction | undefined =>
  directions.find((direction) => direction === text.trim().toLowerCase());

function titleIn(text: string): string {
  if (isLimitTitle(text)) return text.trim();
  throw invalid(say('limits.row.title', { value: shown(text.slice(0, 40)) }));
}

/** Tables had a column for notes before any was read: none is a reason to refuse its row. */
const noteIn = (value: unknown): LimitLabel =>
  typeof value !== 'string' || value.trim() === '' ? {} : { note: noteOfOthers(value) };

function percentIn(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100) return value;
  throw invalid(say('limits.row.percentage', { value: shown(value) }));
}
