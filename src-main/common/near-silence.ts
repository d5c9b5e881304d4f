import type { Limit } from './model/limits.ts';

/** Up to here a total is noise whatever was expected, and from the second on it never is. */
const [leastNoise, mostNoise] = [4096, 65_536];

/**
 * Whether traffic that breaches its minimum is as good as none: a network at rest still asks for neighbours, names and
 * leases. That is a hundredth of the minimum, but at least 4 and at most 64 KiB.
 */
export const isNearlySilent = ({ name, value }: Pick<Limit, 'name' | 'value'>, observed: number): boolean =>
  name === 'min' && observed < value && observed <= Math.min(Math.max(value / 100, leastNoise), mostNoise);
