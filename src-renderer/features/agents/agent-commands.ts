import type { AgentStatus } from '../../../src-main/common/model/agents.ts';
import type { Command } from '../../commands/command.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';

/** What can be done with an agent of the list. */
export function agentCommands(app: App, { agent, state, isExpected }: AgentStatus): readonly Command[] {
  const words = t().agents;
  const command = (id: string, title: string, run: () => void, when = true): Command => ({
    ...{ id: `agent.${id}`, category: '', title, run, when: () => when },
  });
  const isHeard = state !== 'expected';
  return [
    command('history', words.showHistory, () => app.showAgentHistory(agent), isHeard),
    command('limit', words.newLimit, () => app.limitForm.begin({ agent })),
    command('expect', words.expect, () => void app.agentList.expect(agent, true), !isExpected),
    command('unexpect', words.unexpect, () => void app.agentList.expect(agent, false), isExpected),
    command('mute', words.mute, () => void mute(app, agent)),
    command('forget', words.forget, () => void app.agentList.forget(agent), isHeard),
    command('copy', words.copy, () => void app.copy(agent)),
  ];
}

/** Nobody is told that this agent does not report, until it is unmuted. */
function mute(app: App, agent: string): Promise<void> {
  const all = { limitName: null, source: null, destination: null, direction: null, untilMs: null };
  return app.attempt((monitor) => monitor.muteScope({ ...all, agent }), t().pairs.muted(agent));
}
