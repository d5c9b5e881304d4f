import { lostPackets } from '../../../src-main/common/loss.ts';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { isAtLeast } from '../../../src-main/common/standing.ts';

/** Counters beside the view are renewed this often. */
const renewedMs = 5_000;
/** Statuses come about a second apart, not to the millisecond. */
const slackMs = 500;

/**
 * The status to show in the status bar and the side bar: the newest one where it says anything else than higher counts,
 * else one each five seconds. What changes in a corner of the window has all of it drawn again, and each figure that
 * counts stands in the view as well.
 *
 * @param shown the one that is shown now
 */
export function calmStatus(shown: MonitorStatus | null, next: MonitorStatus): MonitorStatus {
  if (shown === null || Math.abs(next.atMs - shown.atMs) >= renewedMs - slackMs) return next;
  return saying(shown) === saying(next) ? shown : next;
}

/** All but what counts on. */
const saying = (status: MonitorStatus): string => {
  const { capture, window, stream, limits, problems, notices, firingCount } = status;
  const { nonIp, malformed, unsupportedLink } = capture.totals;
  return JSON.stringify([
    ...[firingCount, limits, problems, notices, isAtLeast(status)],
    ...[capture.state, capture.problem, capture.countsDrops, capture.interfaces.map(({ name }) => name)],
    ...[capture.packetsPerSecond > 0, capture.queuedPackets > 0, lostPackets(capture.totals)],
    ...[nonIp, malformed, unsupportedLink],
    ...[window?.startMs, window?.status, window?.complete],
    ...[stream.state, stream.problem, stream.spool?.records],
  ]);
};
