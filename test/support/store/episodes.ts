import type {
  AgentSubject,
  AlertFacts,
  AlertSubject,
  LimitSubject,
  MuteScope,
} from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';

/** The episode of an alert that fires in one window. */
export function episodeIn(
  startMs: number,
  endMs: number,
  observed: number,
): Omit<AlertFacts, 'id' | 'subject' | 'topPairs' | 'atMs' | 'firedMs'> {
  const window = { startMs: epochMs(startMs), endMs: epochMs(endMs) };
  const episode = { window, observed, began: window, latest: { window, observed }, windows: 1 };
  return { ...episode, resolvedBy: null, resolveReason: null };
}

/** What an alert of a limit is about. */
export const ofLimit = (limit: Limit): LimitSubject => ({ kind: 'limit', limit });

/** What an alert of an agent is about. */
export const ofAgent = (agent: string): AgentSubject => ({ kind: 'agent', agent });

/** The limit that an alert is about; one that is about none is an error of the test. */
export function limitIn({ subject }: { readonly subject: AlertSubject }): Limit {
  if (subject.kind !== 'limit') throw new Error(`the alert is about agent ${subject.agent}`);
  return subject.limit;
}

/** A mute of everything, but for the parts. */
export const scopeOf = (parts: Partial<MuteScope> = {}): MuteScope => ({
  ...{ limitName: null, source: null, destination: null, direction: null, agent: null },
  ...parts,
});
