import type { AgentShare } from './model/agents.ts';
import type { InterfaceShare, Lack, WindowSummary } from './model/windows.ts';

/** What stands in a pattern for any text. */
const anyText = '*';

/** Whether an agent is meant: by its name, or by a pattern with `*` for any text. */
export function agentTest(pattern: string): (agent: string) => boolean {
  if (!pattern.includes(anyText)) return (agent) => agent === pattern;
  const parts = pattern.split(anyText).map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return (agent) => expression.test(agent);
}

/**
 * What agents brought to a window: the sum of what they brought on each interface.
 *
 * @param isMeant which agents
 */
export function agentShare(
  { interfaces, lacks }: Pick<WindowSummary, 'interfaces' | 'lacks'>,
  isMeant: (agent: string) => boolean,
): AgentShare {
  const own = interfaces.filter(({ agent }) => agent !== null && isMeant(agent));
  const unnamed = interfaces.filter(({ agent }) => agent === null);
  const unknown = [...own.filter(isUnkept), ...unnamed].reduce((sum, { packets }) => sum + packets, 0);
  return {
    agents: [...new Set(own.map(({ agent }) => agent!))].sort(),
    bytes: own.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    packets: own.reduce((sum, { packets }) => sum + packets, 0),
    unknownPackets: unknown,
    lacks: lacks.filter(({ agent }: Lack) => agent === undefined || isMeant(agent)),
  };
}

const isUnkept = ({ packets, bytes }: InterfaceShare): boolean => packets > 0 && bytes === undefined;

/** Whether what agents brought is known to the byte, and all of it. */
export const isShareExact = ({ unknownPackets, lacks }: AgentShare): boolean =>
  unknownPackets === 0 && lacks.length === 0;
