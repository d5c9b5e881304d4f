import { MonitorError } from '../../common/errors.ts';
import type { AgentStatus } from '../../common/model/agents.ts';
import type { MonitorApi } from '../../common/contract/monitor.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import type { AgentRecord } from '../windows/agent-record.ts';
import { agentStatuses, inOrderOfTrouble } from '../windows/agent-status.ts';
import { say } from '../../common/phrases/say.ts';
import { changeExpected } from './expected-agents.ts';

/** Agents that are listed at once. */
const listed = 1_000;

/** What the calls about agents work on. */
export interface AgentParts {
  readonly folder: Pick<DataFolder, 'transaction' | 'settings' | 'agents'>;
  readonly series: Pick<Series, 'id'>;
  /** Knows the agents, and takes up what people wish of them. */
  readonly checker: { readonly roster: KnownAgents; takeAgentWishes(): void };
  /** As many as are listed; a thousand unless it is said. */
  readonly most?: number;
}

/** The agents that were heard, and the names of those that are to be there. */
export interface KnownAgents {
  readonly agents: Iterable<AgentRecord>;
  readonly expected: ReadonlySet<string>;
}

/** The calls that are about agents. */
export function agentsApi({
  folder,
  series,
  checker,
  most = listed,
}: AgentParts): Pick<MonitorApi, 'listAgents' | 'forgetAgent' | 'expectAgent'> {
  const statuses = (): AgentStatus[] => agentStatuses(checker.roster.agents, checker.roster.expected);
  const list = (): ReturnType<MonitorApi['listAgents']> => {
    const all = inOrderOfTrouble(statuses());
    return Promise.resolve({ total: all.length, agents: all.slice(0, most) });
  };
  return {
    listAgents: list,
    async forgetAgent({ agent }) {
      if (!statuses().some((one) => one.agent === agent && one.state !== 'expected')) throw unheard(agent);
      folder.transaction(() => folder.agents.forget(series.id, agent));
      checker.takeAgentWishes();
      return list();
    },
    async expectAgent({ agent, isExpected }) {
      changeExpected(folder, [agent], isExpected);
      checker.takeAgentWishes();
      return list();
    },
  };
}

const unheard = (agent: string): MonitorError =>
  new MonitorError('request/invalid', say('agents.notHeard', { agent }), {
    remedy: say('agents.remedy.notHeard'),
  });
