import * as v from 'valibot';
import { directions } from '../../direction.ts';
import { isLimitTitle, longestNote } from '../../limit-label.ts';
import type {
  LimitProposal,
  LimitsAssessment,
  LimitsChange,
  LimitsPreview,
  LimitsStatus,
  LimitSuggestion,
  StoredLimit,
} from '../../model/limits.ts';
import type { Quotas } from '../../model/quotas.ts';
import { epochMs } from '../../units.ts';
import { call, event, gives, givesNothing } from '../contract.ts';
import { count, instant, network, nothing, text } from '../fields.ts';

/** Path of a JSON or CSV file, or `postgres://…`; a password in it is used, and never stored or shown. */
const source = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** A limit as a person wants it. */
const limit = v.strictObject({
  name: v.picklist(['min', 'max']),
  value: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  effectiveMs: v.pipe(instant, v.transform(epochMs)),
  source: network,
  destination: network,
  windowSeconds: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  period: v.exactOptional(text(64)),
  hours: v.exactOptional(text(128)),
  agent: v.exactOptional(text(256)),
  direction: v.exactOptional(v.picklist(directions)),
  warnPercent: v.exactOptional(count(100)),
  title: v.exactOptional(v.pipe(v.string(), v.check(isLimitTitle))),
  note: v.exactOptional(text(longestNote)),
});
const draftText = text(1_000);
/** A limit as a person writes it. */
const limitDraft = v.strictObject({
  name: v.picklist(['min', 'max']),
  ...{ value: draftText, period: draftText, source: draftText, destination: draftText, agent: draftText },
  direction: draftText,
  ...{ hours: draftText, warnAt: draftText, effective: draftText, title: draftText },
  note: text(2 * longestNote),
});
const limitsByHand = v.pipe(v.array(limit), v.maxLength(100));
const fewLimits = v.pipe(v.array(limit), v.minLength(1), v.maxLength(1000));

/** Forms in which limits are written. */
export const limitForms = ['json', 'csv', 'sql'] as const;
export type LimitForm = (typeof limitForms)[number];

/**
 * Limits, where they come from, and what they would have found. Previews, assessments and imports reject with
 * `request/cancelled` after `cancelLimits`: nothing is changed then.
 */
export const limitCalls = {
  listLimits: call(nothing, gives<readonly StoredLimit[]>()),
  previewLimits: call(v.strictObject({ source }), gives<LimitsPreview>()),
  /** Applies the source's rows, all or nothing, and syncs from that source from then on. */
  importLimits: call(v.strictObject({ source }), gives<LimitsPreview>()),
  /**
   * Adds limits to the followed source, and takes them over. Rejects with `limits/not-writable` where the source can't be
   * written, with what to do by hand.
   */
  addLimits: call(v.strictObject({ limits: fewLimits }), gives<LimitsStatus>()),
  /** What comes of a limit as a person writes it; `replaces` is the one that is changed, null for a new one. */
  previewLimit: call(
    v.strictObject({ draft: limitDraft, replaces: v.nullable(limit) }),
    gives<LimitProposal>(),
  ),
  /**
   * Changes limits in the followed source, or else in a file of the data folder, and takes them over. Rejects with
   * `limits/not-writable` where the source can't be written, or a limit is no longer as it was.
   */
  editLimits: call(
    v.strictObject({
      added: limitsByHand,
      changed: v.pipe(v.array(v.strictObject({ before: limit, after: limit })), v.maxLength(100)),
      removed: limitsByHand,
    }),
    gives<LimitsStatus>(),
  ),
  /** What the source's rows (null: the stored limits) would have found in the windows of the last 30 days. */
  assessLimits: call(v.strictObject({ source: v.nullable(source) }), gives<LimitsAssessment>()),
  /** Limits for the traffic of a scope that the last 30 days suggest; none where there are too few windows. */
  suggestLimits: call(
    v.strictObject({ source: network, destination: network }),
    gives<readonly LimitSuggestion[]>(),
  ),
  /** The maxima on periods with what is used of them: the `count` nearest to full. */
  listQuotas: call(v.strictObject({ count: count(1000) }), gives<Quotas>()),
  /** Ends previews, looks at the past and imports of limits that run now; an import that has been stored stays. */
  cancelLimits: call(nothing, givesNothing),
  /**
   * Takes the last import back, limits and followed source as they were before it; or the last change by hand. Rejects with
   * `limits/nothing-to-undo` where none is left.
   */
  undoLimitsImport: call(nothing, gives<LimitsChange>()),
  /** Reads the followed source now; what is wrong with it is in the status. */
  syncLimits: call(nothing, gives<LimitsStatus>()),
  /** Limits, the stored ones unless others are given, as the text of a file. */
  exportLimits: call(
    v.strictObject({ form: v.picklist(limitForms), limits: v.optional(fewLimits) }),
    gives<string>(),
  ),
} as const;

export const limitEvents = {
  limitsChanged: event<readonly StoredLimit[]>(),
} as const;
