import { expect, it } from 'vitest';
import { gainOf } from '../../../scripts/bench/cluster/cluster-bench.ts';

const shared = {
  ...{ 'by-one': 100_000, 'used-by-one': 95, 'idle-by-one': 30 },
  ...{ 'by-two': 180_000, 'used-by-two': 95, 'idle-by-two': 5 },
};

/** What is said of a run with these figures. */
function told(figures: Readonly<Record<string, number>>): string {
  const of = (metric: string): number[] => (metric in figures ? [figures[metric]!] : []);
  return gainOf(of, (isReached, text) => `${isReached ? 'reached' : 'missed'}: ${text}`);
}

it('what a second instance brings is claimed where neither one nor two were starved of CPU', () => {
  expect(told({})).toContain('root and a control group for CPU time are needed');
  expect(told(shared)).toBe('reached: two instances, ≥ 1.7 × what one sums, with CPU limits: 1.80 ×');
  // They waited for something else: the machine had time to give.
  expect(told({ ...shared, 'used-by-one': 50 })).toContain('reached');
  expect(told({ ...shared, 'used-by-one': 50, 'idle-by-one': 5 })).toContain('so busy that one had 50 %');
  expect(told({ ...shared, 'used-by-two': 50 })).toContain('so busy that two had 50 %');
});
