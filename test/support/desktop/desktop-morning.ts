import { flow } from '../records/flows.ts';
import type { PastSecond } from './desktop-history.ts';

const megabyte = 1024 ** 2;
const windowMs = 300_000;

/** An office's morning: two busy servers, a backup that is too much, a link that is down for a while. */
export function* morning(nowMs: number): Generator<PastSecond> {
  const current = Math.floor(nowMs / windowMs) * windowMs;
  const pairs = [
    ['10.20.4.17', '10.20.0.5', 0.34],
    ['10.20.0.5', '10.20.4.17', 0.21],
    ['10.20.4.31', '172.16.8.2', 0.16],
    ['10.20.7.12', '10.20.0.9', 0.11],
    ['192.0.2.44', '10.20.0.9', 0.08],
    ['10.20.0.9', '198.51.100.7', 0.06],
    ['10.20.4.31', '10.20.0.5', 0.04],
  ] as const;
  for (let age = 11; age >= 0; age -= 1) {
    const startMs = current - age * windowMs;
    const megabytes = age === 7 ? 121 : age === 3 ? 3 : age === 0 ? 78 : 52 + 24 * Math.sin(age * 1.3);
    const seconds = age === 0 ? Math.max(1, Math.floor((nowMs - startMs) / 1000) - 15) : 300;
    const perSecond = (megabytes * megabyte) / seconds;
    for (let second = 0; second < seconds; second += 1) {
      const flows = pairs.map(([source, destination, share], pair) => {
        const bytes = Math.round(perSecond * share * (1 + 0.4 * Math.sin(second / 9 + pair)));
        return flow(source, destination, bytes, Math.max(1, Math.round(bytes / 900)));
      });
      yield { fromMs: startMs + second * 1000, flows };
    }
  }
}
