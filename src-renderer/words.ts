import type {
  Alert,
  CaptureState,
  Limit,
  LimitName,
  LimitsPreview,
  WindowStatus,
  WindowSummary,
} from '../src-main/common/model.ts';
import { plural } from './format.ts';

/** A state in words, with the codicon and the tone that go with them; no state is told by colour alone. */
export interface StateWords {
  readonly text: string;
  readonly icon: string;
  readonly tone: 'good' | 'bad' | 'warning' | 'neutral';
}

const windowWords: Record<WindowStatus, StateWords> = {
  within: { text: 'Within limits', icon: 'pass', tone: 'good' },
  above: { text: 'Above max', icon: 'arrow-up', tone: 'bad' },
  below: { text: 'Below min', icon: 'arrow-down', tone: 'bad' },
  unchecked: { text: 'Unchecked', icon: 'circle-large', tone: 'neutral' },
};

/** How a window stands to its limits; an open one is within them only so far. */
export function windowStatusWords(window: Pick<WindowSummary, 'status' | 'closed'>): StateWords {
  const words = windowWords[window.status];
  return window.status === 'within' && !window.closed ? { ...words, text: 'Within limits so far' } : words;
}

const captureWords: Record<CaptureState, StateWords> = {
  starting: { text: 'Starting', icon: 'loading', tone: 'neutral' },
  capturing: { text: 'Capturing', icon: 'record', tone: 'good' },
  restarting: { text: 'Restarting', icon: 'loading', tone: 'warning' },
  stopped: { text: 'Stopped', icon: 'debug-stop', tone: 'neutral' },
  failed: { text: 'Not capturing', icon: 'error', tone: 'bad' },
};

/** The capture's state. */
export const captureStateWords = (state: CaptureState): StateWords => captureWords[state];

const breachWords: Record<LimitName, string> = { max: 'above max', min: 'below min' };

/** What the breach of a limit is called: `Traffic above max`. */
export const breachText = (limit: Pick<Limit, 'name'>): string => `Traffic ${breachWords[limit.name]}`;

/** A short title for an alert in either state. */
export const alertTitle = (alert: Pick<Alert, 'state' | 'limit'>): string =>
  alert.state === 'firing' ? breachText(alert.limit) : `Resolved: ${breachText(alert.limit).toLowerCase()}`;

/** The traffic a limit speaks of; empty for all of it. */
export function scopeText(limit: Pick<Limit, 'source' | 'destination'>): string {
  if (limit.source === null && limit.destination === null) return '';
  return `${limit.source ?? 'any'} → ${limit.destination ?? 'any'}`;
}

/** What an import did: `2 limits added, 1 unchanged, 0 removed`. */
export const importText = ({ added, unchanged, removed }: LimitsPreview): string =>
  `${plural(added.length, 'limit')} added, ${unchanged.length} unchanged, ${removed.length} removed`;

/** The last part of a path, of either platform. */
export const fileName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
