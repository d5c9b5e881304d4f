import type { Snippet } from 'svelte';
import { type AgentStatus, isMissing } from '../../../src-main/common/model/agents.ts';
import { coarseDuration, none } from '../../format.ts';
import { t } from '../../texts/texts.ts';
import type { Column } from '../../ui/table/columns.ts';

type Cell = Snippet<[AgentStatus]>;

const interfacesOf = ({ interfaces }: AgentStatus): string => interfaces.map(({ name }) => name).join(', ');

/**
 * What a table tells of agents in a narrow place: who they are, and how far they have got.
 *
 * @param nowMs asked for each cell that depends on it
 */
export const briefAgentColumns = (nowMs: () => number): readonly Column<AgentStatus>[] => {
  const words = t().pipeline;
  const lagOf = ({ reachedMs }: AgentStatus): number | null =>
    reachedMs === null ? null : Math.max(0, nowMs() - reachedMs);
  return [
    {
      ...{ id: 'agent', title: words.agent, isRowHeader: true, width: 'minmax(110px, 2fr)' },
      ...{ value: ({ agent }) => agent, hint: ({ agent }) => agent },
    },
    {
      ...{ id: 'state', title: words.agentState, width: 'minmax(84px, 1fr)' },
      ...{ value: ({ state }) => words.agentStates[state], tone: (one) => isMissing(one) && 'tone-bad' },
    },
    { id: 'seen', title: words.lastMark, kind: 'instant', value: ({ seenMs }) => seenMs },
    {
      ...{ id: 'lag', title: words.lag, kind: 'number', value: lagOf },
      text: (one) => durationOf(lagOf(one)),
    },
    {
      ...{ id: 'interfaces', title: words.interfaces, width: 'minmax(70px, 1fr)', hint: interfacesOf },
      value: (one) => interfacesOf(one) || null,
    },
  ];
};

const durationOf = (lagMs: number | null): string => (lagMs === null ? none : coarseDuration(lagMs));

/** All that a table tells of agents. */
export function agentColumns(nowMs: () => number, name: Cell, state: Cell): readonly Column<AgentStatus>[] {
  const words = t().pipeline;
  const cells: Readonly<Record<string, Cell>> = { agent: name, state };
  const columns: readonly Column<AgentStatus>[] = [
    ...briefAgentColumns(nowMs).map((column) => ({
      ...column,
      ...(cells[column.id] && { cell: cells[column.id]! }),
    })),
    {
      ...{ id: 'dropped', title: words.dropped, kind: 'number', value: ({ dropped }) => dropped },
      tone: ({ dropped }) => (dropped ?? 0) > 0 && 'tone-warning',
    },
    {
      ...{ id: 'spool', title: words.spool, kind: 'number', leastPx: 640 },
      value: ({ spool }) => spool?.records ?? null,
    },
    {
      ...{ id: 'version', title: t().agents.version, value: ({ version }) => version },
      ...{ width: 'max-content', leastPx: 760 },
    },
    {
      ...{ id: 'filter', title: t().agents.filter, width: 'minmax(60px, 1fr)', leastPx: 760 },
      ...{ value: ({ filter }) => filter || null, hint: ({ filter }) => filter },
    },
  ];
  return columns.map((column) => ({ ...column, isSortable: true }));
}
