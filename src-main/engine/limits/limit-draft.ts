import { formatNetwork, parseNetwork } from '../../common/address.ts';
import { byteCount, byteCountText } from '../../common/byte-count.ts';
import type { Direction } from '../../common/direction.ts';
import { parseEffectiveDate } from '../../common/effective-date.ts';
import { isLimitNote, isLimitTitle } from '../../common/limit-label.ts';
import { lengthText } from '../../common/limit-draft.ts';
import type {
  Limit,
  LimitDefect,
  LimitDefectCode,
  LimitDraft,
  LimitField,
} from '../../common/model/limits.ts';
import { isGroupName } from '../../common/network-groups.ts';
import { parseHours } from '../../common/periods/hours.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import type { EpochMs } from '../../common/units.ts';
import { contradictionOf } from './contradiction.ts';
import { limitKey } from '../../common/limit-scope.ts';
import { directionOfText, isAgentId } from './limit-terms.ts';

/** What a draft is read beside. */
export interface DraftContext {
  /** The limits as they are. */
  readonly limits: readonly Limit[];
  /** The one that it is to replace. */
  readonly replaces: Limit | null;
  /** When the present window or period of a limit began: it holds from then on where the draft has no date. */
  readonly beganMs: (limit: Limit) => EpochMs;
  /** Whether there is the group that a text names, if it names one. */
  readonly knowsNetwork: (text: string) => boolean;
}

type Outcome =
  | { readonly limit: Limit; readonly defects: readonly [] }
  | { readonly limit: null; readonly defects: readonly LimitDefect[] };

/** Reads a limit as a person writes it; all that is wrong with it is named at its field. */
export function readDraft(draft: LimitDraft, context: DraftContext): Outcome {
  const defects: LimitDefect[] = [];
  const refuse = (field: LimitField, code: LimitDefectCode, shown = draft[field].trim()): void =>
    void defects.push({ field, code, shown });
  const limit = fieldsOf(draft, context, refuse);
  if (defects.length === 0) refuseBeside(limit, context, refuse);
  return defects.length > 0 ? { limit: null, defects } : { limit, defects: [] };
}

type Refuse = (field: LimitField, code: LimitDefectCode, shown?: string) => void;

function fieldsOf(
  draft: LimitDraft,
  { replaces, beganMs, knowsNetwork }: DraftContext,
  refuse: Refuse,
): Limit {
  const read = readerOf(draft, refuse);
  const network = (field: 'source' | 'destination'): string | null =>
    read(
      field,
      (text) => networkOf(text, knowsNetwork),
      (text) => (isGroupName(text) ? 'network/unknown-group' : 'network/invalid'),
    ) ?? null;
  const windowSeconds = keptSeconds(draft, replaces);
  const period =
    windowSeconds === null ? read('period', (text) => parsePeriod(text).name, periodCode) : undefined;
  const hours = read('hours', (text) => parseHours(text).text, hoursCode);
  const agent = read('agent', agentOf, () => 'agent/invalid');
  const direction = read('direction', directionIn, () => 'direction/invalid');
  const warnPercent = read('warnAt', percentOf, () => 'warn/invalid');
  const effectiveMs = read('effective', dateOf, () => 'effective/invalid');
  const title = read('title', titleOf, () => 'title/invalid');
  const note = read('note', noteOf, () => 'note/invalid');
  const bytes = byteCount(draft.value);
  if (typeof bytes === 'string') refuse('value', `value/${bytes}`);
  const limit: Limit = {
    ...{ name: draft.name, value: Number(bytes), effectiveMs: effectiveMs ?? epochStart },
    ...{ source: network('source'), destination: network('destination'), windowSeconds },
    ...(period !== undefined && { period }),
    ...(hours !== undefined && { hours }),
    ...(agent !== undefined && { agent }),
    ...(direction !== undefined && { direction }),
    ...(warnPercent !== undefined && { warnPercent }),
    ...(title !== undefined && { title }),
    ...(note !== undefined && { note }),
  };
  return effectiveMs === undefined ? { ...limit, effectiveMs: beganMs(limit) } : limit;
}

/** What reads a field that may be empty. */
const readerOf =
  (draft: LimitDraft, refuse: Refuse) =>
  <T>(
    field: LimitField,
    parse: (text: string) => T,
    code: (text: string) => LimitDefectCode,
  ): T | undefined => {
    const text = draft[field].trim();
    if (text === '') return undefined;
    try {
      return parse(text);
    } catch {
      refuse(field, code(text));
      return undefined;
    }
  };

const epochStart = 0 as EpochMs;

/** Refuses what can't stand beside the other limits. */
function refuseBeside(limit: Limit, { limits, replaces }: DraftContext, refuse: Refuse): void {
  const replaced = replaces === null ? undefined : limitKey(replaces);
  const others = limits.filter((other) => limitKey(other) !== replaced);
  if (others.some((other) => limitKey(other) === limitKey(limit))) return refuse('effective', 'limit/exists');
  const rival = contradictionOf(limit, others);
  if (rival) refuse('value', 'limit/contradicts', `${rival.name} ${byteCountText(rival.value)}`);
}

/** The length in a row that is changed stays in its own column. */
const keptSeconds = ({ period }: LimitDraft, replaces: Limit | null): number | null =>
  replaces !== null && replaces.windowSeconds !== null && period.trim() === lengthText(replaces.windowSeconds)
    ? replaces.windowSeconds
    : null;

const periodCode = (text: string): LimitDefectCode =>
  /^month@(?:29|30|31)$/i.test(text) ? 'period/day' : 'period/invalid';

function hoursCode(text: string): LimitDefectCode {
  const [, from, to] = /(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)$/.exec(text) ?? [];
  return from !== undefined && from.padStart(5, '0') === to?.padStart(5, '0')
    ? 'hours/empty'
    : 'hours/invalid';
}

function networkOf(text: string, knowsNetwork: DraftContext['knowsNetwork']): string {
  if (!isGroupName(text)) return formatNetwork(parseNetwork(text));
  if (knowsNetwork(text)) return text;
  throw new RangeError(text);
}

function directionIn(text: string): Direction {
  const direction = directionOfText(text);
  if (direction !== undefined) return direction;
  throw new RangeError(text);
}

function agentOf(text: string): string {
  if (isAgentId(text)) return text;
  throw new RangeError(text);
}

function percentOf(text: string): number {
  const [, digits] = /^(\d{1,3})\s*%?$/.exec(text) ?? [];
  const value = Number(digits);
  if (value >= 1 && value <= 100) return value;
  throw new RangeError(text);
}

function titleOf(text: string): string {
  if (isLimitTitle(text)) return text;
  throw new RangeError(text);
}

function noteOf(text: string): string {
  if (isLimitNote(text)) return text;
  throw new RangeError(text.slice(0, 40));
}

function dateOf(text: string): EpochMs {
  const date = parseEffectiveDate(text);
  if (date !== undefined) return date;
  throw new RangeError(text);
}
