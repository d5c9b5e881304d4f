import { Emitter, type Event } from '../../common/event.ts';
import type { MonitorStatus } from '../../common/model/status.ts';

/** A status that tells nothing new is told so seldom: whoever reads it knows that it still holds. */
const restMs = 10_000;
/** For so long after the last news each status is told: who draws what is new only now and then comes to it. */
const settleMs = 6_000;
/** Statuses come about a second apart, not to the millisecond. */
const slackMs = 500;

/** What moves on while nothing comes: times up to which it is known, marks that are read, how long something took. */
const unsteady: ReadonlySet<string> = new Set([
  ...['atMs', 'seenMs', 'reachedMs', 'coveredToMs', 'position', 'end'],
  ...['publishedPerSecond', 'readPerSecond', 'longestStallMs'],
]);

/** What comes is news without a look at anything else. */
const isMoving = ({ capture }: MonitorStatus): boolean => capture.packetsPerSecond > 0;

const textOf = (status: MonitorStatus): string =>
  JSON.stringify(status, (key, value: unknown) => (unsteady.has(key) ? undefined : value));

/** Passes statuses on while they tell something new, else one each ten seconds. */
export function statusNews(statuses: Event<MonitorStatus>): Event<MonitorStatus> {
  const news = new Emitter<MonitorStatus>();
  let passed = '';
  let passedMs = -Infinity;
  let newsMs = -Infinity;
  statuses((status) => {
    const told = isMoving(status) ? '' : textOf(status);
    if (told === '' || told !== passed) [passed, newsMs] = [told, status.atMs];
    const since = (ms: number): number => Math.abs(status.atMs - ms);
    if (since(newsMs) > settleMs && since(passedMs) < restMs - slackMs) return;
    passedMs = status.atMs;
    news.fire(status);
  });
  return news.event;
}
