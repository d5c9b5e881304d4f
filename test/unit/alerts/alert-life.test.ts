import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlertNotification } from '../../../src-main/common/model/alerts.ts';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import type { AlertRules } from '../../../src-main/engine/alerts/alert-rules.ts';
import { scopeKey } from '../../../src-main/common/limit-scope.ts';
import { batchOf, flow, limitOf } from '../../support/records/flows.ts';
import { closeStore, latenessMs, Machine, openStore, sizeMs } from './alert-life-machine.ts';
import { AlertLifeModel } from './alert-life-model.ts';
import { limitIn } from '../../support/store/episodes.ts';

/** What happens between two looks. A kill is that of the process: nothing goes on but what the database holds. */
type Step =
  | { readonly kind: 'traffic'; readonly source: number; readonly bytes: number; readonly behind: number }
  | { readonly kind: 'limits'; readonly limits: readonly Limit[] }
  | {
      readonly kind:
        'kill' | 'kill before the mark' | 'refuse' | 'disk full' | 'source fails' | 'source mends';
    };

const limit = fc.oneof(
  fc.integer({ min: 20, max: 120 }).map((value) => limitOf('max', value)),
  fc.integer({ min: 1, max: 60 }).map((value) => limitOf('min', value)),
  fc.integer({ min: 10, max: 60 }).map((value) => limitOf('max', value, { source: '10.0.0.1' })),
);
const limits = fc.uniqueArray(limit, {
  maxLength: 3,
  selector: ({ name, source }) => `${name} ${source}`,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('traffic' as const),
      source: fc.integer({ min: 1, max: 2 }),
      bytes: fc.nat(80),
      behind: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('limits' as const), limits }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['kill', 'kill before the mark', 'refuse', 'disk full', 'source fails', 'source mends'] as const),
      ),
    }),
  },
);
const rules: fc.Arbitrary<AlertRules> = fc.record({
  forWindows: fc.integer({ min: 1, max: 3 }),
  clearPercent: fc.constantFrom(0, 10, 50),
});

beforeAll(openStore);
afterAll(closeStore);

/** Machine and model side by side, through the same steps. */
class Schedule {
  readonly machine: Machine;
  readonly model: AlertLifeModel;
  /** Kills in the one moment in which a notification was told, but not marked. */
  unmarked = 0;
  #now = 1_000_000;

  constructor(limits: readonly Limit[], rules: AlertRules, name: string) {
    this.machine = new Machine(limits, rules, name);
    this.model = new AlertLifeModel(limits, rules, { sizeMs, latenessMs });
  }

  async run(steps: readonly Step[]): Promise<void> {
    await this.machine.start();
    for (const step of steps) await this.#take(step);
    this.machine.isFull = false;
    this.machine.trouble = undefined;
    // In small steps: a long one would look like a machine that has slept.
    for (let i = 0; i < 5; i += 1) await this.#look(4_000);
  }

  async #take(step: Step): Promise<void> {
    const { machine, model } = this;
    machine.isFull = step.kind === 'disk full';
    machine.trouble = step.kind === 'refuse' || step.kind === 'kill before the mark' ? step.kind : undefined;
    if (step.kind === 'traffic') await this.#send(step);
    if (step.kind === 'limits') machine.source.limits = step.limits;
    if (step.kind === 'source fails' || step.kind === 'source mends')
      machine.source.fails = step.kind === 'source fails';
    if (step.kind === 'kill') {
      model.kill();
      await machine.start();
    }
    if (step.kind === 'limits' || step.kind === 'source mends') await this.#syncLimits();
    await this.#look(4_000);
  }

  async #send({ source, bytes, behind }: Step & { kind: 'traffic' }): Promise<void> {
    const at = this.#now - behind * sizeMs;
    const firstSequence = await this.machine.log.nextSequence('agent');
    const batch = batchOf(at, [flow(`10.0.0.${source}`, '10.0.0.9', bytes)]);
    await this.machine.log.append([{ kind: 'records', agent: 'agent', epoch: 1, firstSequence, batch }]);
    this.model.send(at, source, bytes);
  }

  async #syncLimits(): Promise<void> {
    const { source } = this.machine;
    await this.machine.syncLimits();
    if (source.fails || source.limits === this.model.limits) return;
    this.model.limits = source.limits;
    this.model.rejudge();
  }

  async #look(ms: number): Promise<void> {
    this.#now += ms;
    this.model.look(this.#now);
    await this.machine.look(this.#now);
    if (!this.machine.isFull) this.model.store();
    const before = this.machine.received.length;
    await this.machine.tell();
    if (this.machine.trouble === 'kill before the mark')
      this.unmarked += this.machine.received.length - before;
  }
}

const spoken = (told: AlertNotification): string => {
  const { kind, began, latest, windows, observed, resolvedBy } = told;
  const key = `${kind} ${scopeKey(limitIn(told))}`;
  if (kind === 'firing') return `${key} ${latest.window.startMs}`;
  const episode = `${began.startMs}–${latest.window.startMs} ${windows} ${observed}`;
  return `${key} ${resolvedBy?.window.startMs ?? 'at once'}: ${episode}`;
};

/** What was heard, with `?` for the episodes of which the model says that they were corrected. */
function withoutCorrected(heard: readonly string[], told: readonly string[]): readonly string[] {
  const corrected = new Set(told.filter((one) => one.endsWith('?')));
  return heard.map((one) => {
    const unknown = `${one.slice(0, one.lastIndexOf(': '))}: ?`;
    return corrected.has(unknown) ? unknown : one;
  });
}

/** In the order in which it was told for each limit; that of different limits means nothing. */
const byLimit = (told: readonly string[]): unknown => Map.groupBy(told, (one) => one.split(' ')[1]);

/** An alert keeps its id from firing to resolved, and no other has it. */
function expectPairs(heard: readonly AlertNotification[]): void {
  const on = new Map<string, string>();
  const ids = new Set<string>();
  for (const told of heard) {
    const { kind, id } = told;
    const key = scopeKey(limitIn(told));
    expect(on.get(key)).toBe(kind === 'firing' ? undefined : id);
    if (kind === 'firing') expect(ids.has(id)).toBe(false);
    ids.add(id);
    if (kind === 'firing') on.set(key, id);
    else on.delete(key);
  }
}

it(
  'loses no alert and doubles none, whatever is killed, full, refused or gone meanwhile',
  { timeout: 300_000 },
  async () => {
    let runs = 0;
    let told = 0;
    const property = fc.asyncProperty(
      limits,
      rules,
      fc.array(step, { minLength: 5, maxLength: 25 }),
      async (first, rule, steps) => {
        runs += 1;
        const schedule = new Schedule(first, rule, `schedule ${runs}`);
        await schedule.run(steps);
        const { machine, model, unmarked } = schedule;
        expect(byLimit(withoutCorrected(machine.heard.map(spoken), model.told))).toEqual(byLimit(model.told));
        expect(machine.received.length - machine.heard.length).toBeLessThanOrEqual(unmarked);
        expectPairs(machine.heard);
        told += model.told.length;
      },
    );
    await fc.assert(property, { numRuns: 1_000 });
    // Schedules in which nothing happens would prove nothing.
    expect(told / runs).toBeGreaterThan(1);
  },
);
