import { createHash } from 'node:crypto';
import type { AgentSubject, AlertTransition, AlertWindow, ResolveReason } from '../../common/model/alerts.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';
import { hasLeft, type MissingAgent } from '../windows/agent-record.ts';
import type { Roster } from '../windows/roster.ts';
import { oldestWindowAt } from '../windows/window-clock.ts';
import type { WindowShape } from '../../common/window-shape.ts';

/** What the alerts of agents go on from. */
export interface AgentAlertsParts {
  /** Names what is summed, and for whom; part of each alert's id. All checkers of a group have the same. */
  readonly identity: () => string;
  readonly shape: WindowShape;
  /** How long an agent that is expected may be away until that is an alert, in milliseconds. */
  readonly leaseMs: number;
  /** As whom this process captures: before its first mark of this run, its absence is its start. */
  readonly own?: string | undefined;
  /** Of these, it follows those of agents. */
  readonly firing: readonly AlertTransition[];
}

/** The agents at a moment. */
export interface AgentsLook {
  readonly roster: Roster;
  /** The present window; undefined where there is none. */
  readonly window: AlertWindow | undefined;
  /** Agents that people had forgotten since the last look. */
  readonly forgotten: ReadonlySet<string>;
  readonly atMs: EpochMs;
}

/** Since when an agent that is expected is known to be away: by the time in which it would have been heard, and its window. */
interface Absence {
  readonly liveMs: number;
  readonly window: AlertWindow | undefined;
}

type AgentAlert = AlertTransition & { readonly subject: AgentSubject };

/**
 * Runs the alert of each agent that should be there and isn't. It follows from the roster alone, whose leases run by a
 * clock that nobody sets: what is missing and overdue fires, what is no longer missing resolves. An alert's id follows
 * from what is summed, the agent and its last mark.
 */
export class AgentAlerts {
  readonly #parts: AgentAlertsParts;
  readonly #firing: Map<string, AgentAlert>;
  readonly #absences = new Map<string, Absence>();
  /** By their ids. */
  readonly #grown = new Map<string, AgentAlert>();
  /** What was missing at the last look, and the window of it. */
  #looked: { readonly missing: readonly MissingAgent[]; readonly startMs: number | undefined } | undefined;

  constructor(parts: AgentAlertsParts) {
    this.#parts = parts;
    this.#firing = new Map(parts.firing.filter(isOfAgent).map((alert) => [alert.subject.agent, alert]));
  }

  /** Alerts that lack more windows than when they were stored last, and may have ended since. */
  get grown(): readonly AlertTransition[] {
    return [...this.#grown.values()];
  }

  /** Records that {@link grown} is stored. */
  noteStored(): void {
    this.#grown.clear();
  }

  /** Takes up which agents are missing by now. */
  look(look: AgentsLook): AlertTransition[] {
    const { missing } = look.roster;
    const startMs = look.window?.startMs;
    const isSame = this.#looked?.missing === missing && this.#looked.startMs === startMs;
    this.#looked = { missing, startMs };
    if (isSame && this.#absences.size === 0) return [];
    const names = new Set(missing.map(({ agent }) => agent));
    for (const agent of this.#absences.keys()) if (!names.has(agent)) this.#absences.delete(agent);
    const over = [...this.#firing.values()].filter(({ subject }) => !names.has(subject.agent));
    return [
      ...over.map((alert) => this.#resolve(alert, look)),
      ...missing.flatMap((one) => this.#miss(one, look)),
    ];
  }

  #miss(missing: MissingAgent, look: AgentsLook): AlertTransition[] {
    const { agent } = missing;
    const alert = this.#firing.get(agent);
    if (alert) this.#grow(alert, look.window);
    if (alert || (agent === this.#parts.own && !look.roster.isHeard(agent))) return [];
    // One that is silent has had its lease.
    if (!missing.isSilent && !this.#isOverdue(agent, look)) return [];
    const begun = this.#begin(missing, look);
    this.#absences.delete(agent);
    this.#firing.set(agent, begun);
    return [begun];
  }

  #isOverdue(agent: string, { roster: { liveMs }, window }: AgentsLook): boolean {
    const absence = this.#absences.get(agent) ?? { liveMs, window };
    this.#absences.set(agent, absence);
    return liveMs - absence.liveMs > this.#parts.leaseMs;
  }

  #begin(missing: MissingAgent, { roster, window: present, atMs }: AgentsLook): AgentAlert {
    const { agent } = missing;
    const began = this.#firstWithout(missing, present, atMs);
    const latest = present && present.startMs > began.startMs ? present : began;
    return {
      ...{ id: this.#idOf(missing, roster, atMs), state: 'firing', subject: { kind: 'agent', agent } },
      ...{ window: began, observed: 0, topPairs: [], began },
      ...{ latest: { window: latest, observed: 0 }, windows: this.#count(began, latest) },
      ...{ resolvedBy: null, resolveReason: null, atMs, firedMs: atMs },
    };
  }

  /** One that left is missed from when it was expected, whenever that was; one that fell silent, from its last word. */
  #firstWithout({ agent, isSilent, livedMs }: MissingAgent, present: AlertWindow | undefined, atMs: EpochMs) {
    const missed = this.#absences.get(agent)?.window ?? present;
    if (!isSilent && missed) return missed;
    const { shape } = this.#parts;
    const startMs = oldestWindowAt(livedMs ?? atMs, shape);
    return { startMs, endMs: epochMs(startMs + shape.sizeMs) };
  }

  #grow(alert: AgentAlert, present: AlertWindow | undefined): void {
    if (!present || present.startMs <= alert.latest.window.startMs) return;
    const { agent } = alert.subject;
    const windows = this.#count(alert.began, present);
    const grown = { ...alert, latest: { window: present, observed: 0 }, windows };
    this.#firing.set(agent, grown);
    this.#grown.set(alert.id, grown);
  }

  #resolve(alert: AgentAlert, { roster, forgotten, atMs }: AgentsLook): AlertTransition {
    const { agent } = alert.subject;
    const reason = reasonOf(agent, roster, forgotten);
    const resolved: AgentAlert = { ...alert, state: 'resolved', resolveReason: reason, atMs };
    this.#firing.delete(agent);
    if (this.#grown.has(alert.id)) this.#grown.set(alert.id, resolved);
    return resolved;
  }

  #count(first: AlertWindow, last: AlertWindow): number {
    return Math.round((last.startMs - first.startMs) / this.#parts.shape.slideMs) + 1;
  }

  /** An agent falls silent once after a mark. One that is expected may be so, and no longer, as often as people like. */
  #idOf({ agent, isSilent }: MissingAgent, roster: Roster, atMs: EpochMs): string {
    const { identity: named, leaseMs } = this.#parts;
    const known = roster.find(agent);
    const time = isSilent ? '' : Math.floor(atMs / leaseMs);
    const identity = [
      named(),
      `agent ${agent}`,
      known?.epoch,
      known?.sequence,
      known?.ahead?.epoch,
      time,
    ].join('\n');
    return createHash('sha256').update(identity).digest('hex').slice(0, 32);
  }
}

const isOfAgent = (alert: AlertTransition): alert is AgentAlert => alert.subject.kind === 'agent';

function reasonOf(agent: string, roster: Roster, forgotten: ReadonlySet<string>): ResolveReason {
  const record = roster.find(agent);
  if (record) return hasLeft(record) ? 'agent-left' : 'agent-back';
  return forgotten.has(agent) ? 'agent-forgotten' : 'agent-not-expected';
}
