import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import { AgentsRun, leaseMs } from './agents-run.ts';

const names = ['ada', 'bob', 'cy'];

type Step = (run: AgentsRun) => Promise<void> | void;

const subset = fc.subarray(names);
const name = fc.constantFrom(...names);
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 45 }), subset).map(
    ([seconds, speaking]): Step =>
      (run) =>
        run.pass(1_000 * seconds, speaking),
  ),
  name.map(
    (agent): Step =>
      (run) =>
        run.speak(agent, { farewell: true }),
  ),
  name.map(
    (agent): Step =>
      (run) =>
        run.wish({ ...run.store.wishes, forgotten: [...run.store.wishes.forgotten, agent] }),
  ),
  subset.map(
    (expected): Step =>
      (run) =>
        run.wish({ ...run.store.wishes, expected }),
  ),
  fc.constant<Step>((run) => run.crash()),
  fc.constant<Step>((run) => run.checker.commit()),
  fc.integer({ min: 1, max: 40 }).map(
    (looks): Step =>
      (run) =>
        run.passUnstored(1_000 * looks),
  ),
);

const agentOf = ({ subject }: AlertTransition): string => (subject.kind === 'agent' ? subject.agent : '');

/** An alert is told of once, ends once, and no other has its id. */
function expectPairs(alerts: readonly AlertTransition[]): void {
  const firing = new Map<string, string>();
  const ids = new Set<string>();
  for (const alert of alerts) {
    const { id, state } = alert;
    expect(firing.get(agentOf(alert))).toBe(state === 'firing' ? undefined : id);
    if (state === 'resolved') firing.delete(agentOf(alert));
    else {
      expect(ids.has(id)).toBe(false);
      firing.set(agentOf(alert), id);
      ids.add(id);
    }
  }
}

it('the alerts of agents are those that are missing, each told of once, whatever happens', async () => {
  const schedule = fc.array(steps, { maxLength: 25 });
  const property = fc.asyncProperty(schedule, subset, async (all, speaking) => {
    const run = new AgentsRun();
    for (const step of all) await step(run);
    await run.pass(2 * leaseMs, speaking);
    expectPairs(run.alerts);
    const stored = [...run.store.alerts.values()];
    const firing = stored.filter(({ state }) => state === 'firing').map(agentOf);
    expect(firing.toSorted()).toEqual(run.checker.roster.missing.map(({ agent }) => agent).toSorted());
    const told = new Map(run.alerts.map((alert) => [alert.id, alert.state]));
    expect(new Map(stored.map(({ id, state }) => [id, state]))).toEqual(told);
  });
  await fc.assert(property, { numRuns: Number(process.env.STREAMCHECKER_SCHEDULES ?? 100), seed: 15 });
});
