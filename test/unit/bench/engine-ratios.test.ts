import { describe, expect, it } from 'vitest';
import { agents } from '../../../scripts/bench/engine/agents.ts';
import type { Subject } from '../../../scripts/bench/engine/contender.ts';
import { compare } from '../../../scripts/bench/engine/engine-bench.ts';
import { firing } from '../../../scripts/bench/engine/firing.ts';
import { lifting } from '../../../scripts/bench/engine/lifting.ts';
import { mutes } from '../../../scripts/bench/engine/mutes.ts';
import { written } from '../../../scripts/bench/engine/written.ts';

/**
 * What a step costs beside much, as a multiple of what it costs beside nothing. A machine that is busy may spoil a
 * look, but not the least of several.
 */
async function times(subject: Subject, step: string): Promise<number> {
  const ratios: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const measured = await compare(subject, { runs: 3, say: () => {} });
    const [first, ...others] = measured.filter(({ bench }) => bench.endsWith(`/${step}`));
    ratios.push(Math.max(...others.map((one) => one.median / first!.median)));
    if (ratios.at(-1)! <= 2) break;
  }
  return Math.min(...ratios);
}

describe('the engine’s CPU time', { timeout: 60_000 }, () => {
  it.each([
    ['a batch beside 10,000 firing alerts', firing(10_000), 'batch'],
    ['a tick beside 10,000 firing alerts', firing(10_000), 'tick'],
    ['1,000 firing alerts beside 1,000 mutes', mutes(1_000, 1_000), 'second'],
    ['a batch after 10,000 agents', agents(10, 10_000), 'batch'],
    ['a commit after 10,000 agents', agents(10, 10_000), 'commit'],
  ])('of %s is at most twice that beside none', async (_, subject, step) => {
    expect(await times(subject, step)).toBeLessThanOrEqual(2);
  });

  it('goes with bytes written that are at most three times those of the records', async () => {
    const loads = [1, 12].map((overlap) => ({
      name: `${overlap}`,
      pairs: 1_000,
      family: 4 as const,
      overlap,
    }));
    const measured = await written(() => {}, loads);
    const ratios = measured.filter(({ metric }) => metric === 'ratio').map(({ median }) => median);
    expect(ratios).toHaveLength(2);
    expect(Math.max(...ratios)).toBeLessThanOrEqual(3);
  });

  it('of lifting 10,000 firing limits at 50,000 pairs is at most that of raising them', async () => {
    const measured = await compare(lifting(50_000, 10_000), { runs: 1, say: () => {} });
    const of = (step: string): number =>
      measured.findLast(({ bench }) => bench === `engine/lifting/${step}`)!.median;
    expect((of('change') + of('end')) / of('sum')).toBeLessThanOrEqual(1);
  });
});
