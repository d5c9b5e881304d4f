import { byteCountText } from './byte-count.ts';
import { formatDuration } from './duration.ts';
import { effectiveDateText } from './effective-date.ts';
import { offValues } from './limit-switch.ts';
import type { Limit, LimitDraft } from './model/limits.ts';
import { durationMs } from './units.ts';

/** A draft that says nothing yet. */
export const emptyDraft: LimitDraft = {
  ...{ name: 'max', value: '', period: '', source: '', destination: '', agent: '', hours: '' },
  ...{ direction: '', warnAt: '', effective: '', title: '', note: '' },
};

/** How a length of windows is written in a draft. */
export const lengthText = (seconds: number): string => formatDuration(durationMs(seconds * 1_000));

/** A limit as a person would have written it. */
export const draftOf = (limit: Limit): LimitDraft => ({
  name: limit.name,
  value: byteCountText(limit.value),
  period: limit.period ?? (limit.windowSeconds === null ? '' : lengthText(limit.windowSeconds)),
  source: limit.source ?? '',
  destination: limit.destination ?? '',
  direction: limit.direction ?? '',
  agent: limit.agent ?? '',
  hours: limit.hours ?? '',
  warnAt: limit.warnPercent === undefined ? '' : String(limit.warnPercent),
  effective: effectiveDateText(limit.effectiveMs),
  title: limit.title ?? '',
  note: limit.note ?? '',
});

/** The draft that switches a limit off in its present window or period. */
export const offDraft = (limit: Limit): LimitDraft => ({
  ...draftOf(limit),
  ...{ value: String(offValues[limit.name]), warnAt: '', effective: '' },
});
