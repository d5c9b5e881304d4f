import { MonitorError } from '../../common/errors.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { say } from '../../common/phrases/say.ts';

/** Agents that may be expected: each is looked for at every mark. */
const mostExpected = 1_000;

/**
 * Expects agents to be there, or no longer; what sums the folder takes it up by itself.
 *
 * @returns the agents that are expected then
 * @throws MonitorError `request/invalid` where one that is to go is not expected, and where there would be too many
 */
export function changeExpected(
  folder: Pick<DataFolder, 'transaction' | 'settings'>,
  names: readonly string[],
  isExpected: boolean,
): readonly string[] {
  return folder.transaction(() => {
    const before = folder.settings.expectedAgents();
    const unknown = isExpected ? undefined : names.find((name) => !before.includes(name));
    if (unknown !== undefined) throw notExpected(unknown);
    const after = isExpected ? [...before, ...names] : before.filter((name) => !names.includes(name));
    if (new Set(after).size > mostExpected) throw tooMany;
    folder.settings.expectAgents(after);
    return folder.settings.expectedAgents();
  });
}

const notExpected = (name: string): MonitorError =>
  new MonitorError('request/invalid', say('agents.notExpected', { agent: name }), {
    remedy: say('agents.remedy.notExpected'),
  });

const tooMany = new MonitorError('request/invalid', say('agents.tooMany', { most: mostExpected }), {
  remedy: say('agents.remedy.tooMany'),
});
