import type { AgentList } from '../../../common/model/agents.ts';
import type { MonitorApi } from '../../../common/contract/monitor.ts';
import type { DataFolder } from '../../store/data-folder.ts';
import type { Series } from '../../store/series-repository.ts';
import { agentsApi, type KnownAgents } from '../agents-api.ts';
import { changeExpected } from '../expected-agents.ts';
import { answer } from '../answer.ts';
import type { OpenedFolder } from './opened-folder.ts';

type AgentCalls = 'listAgents' | 'forgetAgent' | 'expectAgent';

/** The calls about agents, which a folder answers by itself: what sums it takes the changes up. */
export interface FolderAgents extends Pick<MonitorApi, AgentCalls> {
  /**
   * Expects several agents to be there, or none of them any longer.
   *
   * @returns the names of all that are expected then
   */
  expectAgents(names: readonly string[], isExpected: boolean): Promise<readonly string[]>;
  /** The names of the agents that are expected. */
  listExpected(): Promise<readonly string[]>;
}

const nobody: AgentList = { total: 0, agents: [] };

/** The calls about agents over a folder. */
export function folderAgents(opened: OpenedFolder): FolderAgents {
  const calls = (folder: DataFolder): ReturnType<typeof agentsApi> =>
    agentsApi({ ...partsOf(folder, folder.series.newest()), most: Infinity });
  return {
    listAgents: async () => (opened.reading ? calls(opened.reading).listAgents() : nobody),
    forgetAgent: async (request) => calls(opened.writing).forgetAgent(request),
    expectAgent: async (request) => calls(opened.writing).expectAgent(request),
    expectAgents: (names, isExpected) => answer(() => changeExpected(opened.writing, names, isExpected)),
    listExpected: () => answer(() => opened.reading?.settings.expectedAgents() ?? []),
  };
}

function partsOf(folder: DataFolder, series: Series | undefined): Parameters<typeof agentsApi>[0] {
  const roster: KnownAgents = {
    get agents() {
      return series ? folder.agents.list(series.id) : [];
    },
    get expected() {
      return new Set(folder.settings.expectedAgents());
    },
  };
  // An agent that was heard is one of a series.
  return { folder, series: series ?? { id: 0 }, checker: { roster, takeAgentWishes: () => undefined } };
}
