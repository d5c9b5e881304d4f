import {
  type AgentsStatus,
  type AgentState,
  type AgentStatus,
  isMissing,
} from '../../common/model/agents.ts';
import { epochMs } from '../../common/units.ts';
import { type AgentRecord, hasLeft, reachedOf } from './agent-record.ts';

/** Agents, interfaces of one agent, and characters of a filter that a status holds: it is sent each second. */
const [agentsShown, interfacesShown, filterLength] = [50, 8, 200];

/**
 * The agents as people see them, by name.
 *
 * @param expected names of agents that are expected; those that were never heard are part of the list
 */
export function agentStatuses(records: Iterable<AgentRecord>, expected: ReadonlySet<string>): AgentStatus[] {
  const heard = [...records].map((record) => statusOf(record, expected.has(record.agent)));
  const names = new Set(heard.map(({ agent }) => agent));
  const unheard = [...expected].filter((agent) => !names.has(agent)).map(neverHeard);
  return [...heard, ...unheard].sort((a, b) => (a.agent < b.agent ? -1 : 1));
}

/** Those with trouble first, then by the newest mark. */
export function inOrderOfTrouble(all: readonly AgentStatus[]): AgentStatus[] {
  const rank = (one: AgentStatus): number => (isMissing(one) ? 0 : one.state === 'live' ? 1 : 2);
  return all.toSorted((a, b) => rank(a) - rank(b) || (b.seenMs ?? 0) - (a.seenMs ?? 0));
}

/** The agents in brief: those with trouble first, then by the newest mark. */
export function agentsInBrief(all: readonly AgentStatus[]): AgentsStatus {
  const agents = inOrderOfTrouble(all).slice(0, agentsShown);
  return {
    total: all.length,
    missing: all.filter(isMissing).length,
    agents: agents.map((one) => ({
      ...one,
      interfaces: one.interfaces.slice(0, interfacesShown),
      filter: one.filter.slice(0, filterLength),
      publishWhen: one.publishWhen.slice(0, filterLength),
    })),
  };
}

function statusOf(record: AgentRecord, isExpected: boolean): AgentStatus {
  const { agent, epoch, seenMs, covered, selection } = record;
  const state = stateOf(record);
  const least = reachedOf({ ...record, left: state === 'left' ? [] : record.left }, []);
  return {
    ...{ agent, state, isExpected, seenMs, epoch },
    reachedMs: Number.isFinite(least) ? epochMs(least) : null,
    interfaces: [...covered].map(([name, coveredToMs]) => ({ name, coveredToMs })),
    filter: selection.filter,
    publishWhen: selection.publishWhen,
    ...{ version: record.about?.version ?? null, spool: record.about?.spool ?? null },
    dropped: record.dropped ?? null,
  };
}

function stateOf(record: AgentRecord): AgentState {
  if (record.isSilent) return 'silent';
  return hasLeft(record) ? 'left' : 'live';
}

const neverHeard = (agent: string): AgentStatus => ({
  ...{ agent, state: 'expected', isExpected: true, seenMs: null, reachedMs: null, interfaces: [] },
  ...{ filter: '', publishWhen: '', epoch: null, version: null, spool: null, dropped: null },
});
