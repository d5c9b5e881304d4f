import type { Direction } from '../direction.ts';
import type { ErrorData } from '../errors.ts';
import type { EpochMs } from '../units.ts';
import type { Text } from '../phrases/phrase.ts';
import type { WindowSpan } from './windows.ts';

/** Names a limit may have. */
export type LimitName = 'min' | 'max';

/** What a limit may say of when and of whom it holds; absent where it says nothing of it. */
export interface LimitTerms {
  /** Name of the period that its bytes are summed over; else that is the base window of the run, or `windowSeconds`. */
  readonly period?: string;
  /** Local hours such as `Mon-Fri 08:00-18:00`: only base windows that lie wholly inside count. */
  readonly hours?: string;
  /** Only what this agent recorded counts. */
  readonly agent?: string;
  /** Only what goes this way, seen from the home networks, counts. */
  readonly direction?: Direction;
  /** From this share of its value on, in percent, a `max` is warned of. */
  readonly warnPercent?: number;
}

/** What people call a limit, and what they note about it; it judges nothing by either. */
export interface LimitLabel {
  /** Such as `Backup of the office`. The `name` of a limit is `min` or `max`. */
  readonly title?: string;
  readonly note?: string;
}

/** One row of `traffic_limits`; a null column means any. */
export interface Limit extends LimitTerms, LimitLabel {
  readonly name: LimitName;
  /** Bytes per window or period. `max` is breached above it, `min` below it; equality is within. */
  readonly value: number;
  readonly effectiveMs: EpochMs;
  /** IP address, CIDR, or a group of networks such as `@office`. */
  readonly source: string | null;
  /** IP address, CIDR, or a group of networks. */
  readonly destination: string | null;
  /** Length of the windows that it is for. */
  readonly windowSeconds: number | null;
}

/** A limit as it is stored: where it came from and when. */
export interface StoredLimit extends Limit {
  readonly origin: string;
  readonly firstSeenMs: EpochMs;
}

/** Why a limit is not judged in a run: its period is not a sum of the run's windows, or it names a group that there is not. */
export type UnjudgedReason =
  | {
      readonly period: string;
      readonly windowMs: number;
      /** The time zone in which the period begins where no window does; null where its length is not a multiple of theirs. */
      readonly timeZone: string | null;
    }
  | { readonly group: string };

/** A limit that a run can't judge. */
export interface UnjudgedLimit {
  readonly limit: Limit;
  readonly reason: UnjudgedReason;
}

/** The limits that a run can't judge: how many, and the first 100. */
export interface UnjudgedLimits {
  readonly count: number;
  readonly listed: readonly UnjudgedLimit[];
}

/** How a window stood to one limit. */
export interface LimitVerdict {
  readonly limit: Limit;
  /** Bytes in the limit's scope; null where the window's pairs are no longer kept. */
  readonly observed: number | null;
  /**
   * `open`: within so far, in a window that is not over. `unchecked`: nobody knows, as something may be missing: a
   * minimum that isn't reached, or a scope of which pairs were folded.
   */
  readonly outcome: 'breached' | 'within' | 'open' | 'unchecked';
}

/** How a window stood to the limits by which it was judged. */
export interface LimitVerdicts {
  /** Limits in force for it. */
  readonly inForce: number;
  /** Some of them: breaches first, then those on all traffic. */
  readonly verdicts: readonly LimitVerdict[];
}

/** A row that can't be used, by its number (from 1) and the reason. */
export interface BadRow {
  readonly row: number;
  /** In English. */
  readonly reason: string;
  /** The same, to be put into the person's language. */
  readonly said?: Text;
}

/** A limit of which an import changes the value, its label, or when to warn, alone: same name, scope and effective date. */
export interface ChangedLimit {
  readonly before: Limit;
  readonly after: Limit;
}

/** What an import does to the limits that are stored, in rows. */
export interface LimitCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** What an import would do, or did. Of each list the first 1,000; `counts` and `badRowCount` have them all. */
export interface LimitsPreview {
  /** The source's name, without a password. */
  readonly origin: string;
  readonly counts: LimitCounts;
  readonly added: readonly Limit[];
  readonly changed: readonly ChangedLimit[];
  readonly removed: readonly Limit[];
  readonly unchanged: readonly Limit[];
  /** With one bad row nothing is applied. */
  readonly badRows: readonly BadRow[];
  readonly badRowCount: number;
  /** Of its limits those that this run can't judge; undefined where there is no run. */
  readonly unjudged?: UnjudgedLimits | undefined;
}

/**
 * How limits came to be as they are: imported by a person, synced from the source, changed one by one by a person in
 * the source, or an import or such a change taken back.
 */
export type LimitsChangeKind = 'import' | 'sync' | 'edit' | 'undo';

/** One change of the stored limits: an import, or what changed at least one row. */
export interface LimitsChange {
  readonly id: number;
  readonly kind: LimitsChangeKind;
  readonly origin: string;
  readonly atMs: EpochMs;
  readonly counts: LimitCounts;
}

/** What a table of limits would have found in the stored windows of the last 30 days. */
export interface LimitsAssessment {
  /** Closed windows that were looked at, newest first. */
  readonly examined: WindowSpan;
  /** False where there were more windows than could be looked at in time. */
  readonly isWhole: boolean;
  /** Windows that would have left at least one limit. */
  readonly breached: WindowSpan;
  /** In how many windows each limit would have been left: most first, at most 1,000 limits. */
  readonly breaches: readonly { readonly limit: Limit; readonly windows: number }[];
  /** Windows that are stored as having left other limits. They stay as they were judged. */
  readonly judgedOtherwise: WindowSpan;
}

/** A limit as a person writes it: each field is text, empty where it says nothing. */
export interface LimitDraft {
  readonly name: LimitName;
  /** Bytes, with a unit or without: `2 GB`, `500 MiB`, `2000`. */
  readonly value: string;
  readonly period: string;
  readonly source: string;
  readonly destination: string;
  /** `in`, `out`, `local` or `passing`. */
  readonly direction: string;
  readonly agent: string;
  readonly hours: string;
  /** Percent. */
  readonly warnAt: string;
  /** Empty for the beginning of the present window or period. */
  readonly effective: string;
  /** What it is called. */
  readonly title: string;
  readonly note: string;
}

export type LimitField = keyof LimitDraft;

export type LimitDefectCode =
  | `value/${'missing' | 'invalid' | 'ambiguous' | 'fraction' | 'too-large'}`
  | `period/${'invalid' | 'day'}`
  | `hours/${'invalid' | 'empty'}`
  | `${'network' | 'direction' | 'agent' | 'warn' | 'effective' | 'title' | 'note'}/invalid`
  | 'network/unknown-group'
  | `limit/${'contradicts' | 'exists'}`;

/** What is wrong with a field of a draft. */
export interface LimitDefect {
  readonly field: LimitField;
  readonly code: LimitDefectCode;
  /** What the sentence is about: mostly what was written. */
  readonly shown: string;
}

/** What a limit would have found in what is stored of the past. */
export interface LimitPast {
  /** Windows of the last 30 days, or closed periods. */
  readonly of: 'windows' | 'periods';
  readonly examined: number;
  readonly breached: number;
  /** False where more could have been looked at. */
  readonly isWhole: boolean;
}

/** What comes of a draft. */
export type LimitProposal =
  | { readonly limit: null; readonly defects: readonly LimitDefect[] }
  | {
      readonly limit: Limit;
      readonly defects: readonly [];
      /** Null where the past holds no sums for a limit of that kind. */
      readonly past: LimitPast | null;
      /** Why this run can't judge it; null where it can. */
      readonly unjudged: Text | null;
    };

/** Fewer windows say little of what is usual: they suggest no limit. */
export const leastWindows = 20;

/** A limit that the past suggests. */
export interface LimitSuggestion {
  readonly limit: Limit;
  /** The rank from which it was made, in percent, and the bytes of the window at that rank. */
  readonly percentile: number;
  readonly usual: number;
  /** Windows that it was made from, and how many of them would have left it. */
  readonly windows: number;
  readonly breaches: number;
}

/** When a source is read again: at each change, every so often, or only when told. */
export type LimitsRefresh =
  | { readonly mode: 'continuous' }
  | { readonly mode: 'every'; readonly periodMs: number }
  | { readonly mode: 'manual' };

/** How changes of a source are noticed: they are announced (`watch`), or looked for every few seconds (`poll`). */
export type LimitsWatchKind = 'watch' | 'poll';

/** State of the limits' source. */
export interface LimitsStatus {
  /** File or server that the limits are synced from, without a password; null when nothing is followed. */
  readonly source: string | null;
  readonly refresh: LimitsRefresh;
  /** Null where the source isn't watched: another refresh than `continuous`, or it can't be. */
  readonly watched: LimitsWatchKind | null;
  readonly limitCount: number;
  readonly lastSyncMs: EpochMs | null;
  readonly nextSyncMs: EpochMs | null;
  /** What changed last, and when. */
  readonly lastChange: LimitsChange | null;
  /** The import or change by hand that an undo would take back. */
  readonly undoable: LimitsChange | null;
  /** Stored windows that to which the newest change would give another verdict; null until that is known. */
  readonly judgedOtherwise: WindowSpan | null;
  /** Those that this run can't judge; undefined where there is no run. */
  readonly unjudged?: UnjudgedLimits | undefined;
  /** Why the newest sync failed; the last good limits stay in force. */
  readonly problem: ErrorData | null;
}
