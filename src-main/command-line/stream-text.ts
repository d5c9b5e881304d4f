import { bytesText, countText, plural } from '../common/format.ts';
import type { GroupStatus, SpoolStatus, StreamStatus } from '../common/model/stream.ts';
import type { Phrase } from '../common/phrases/phrase.ts';
import { say } from '../common/phrases/say.ts';
import { type EpochMs, epochMs } from '../common/units.ts';

/** State of a stream through brokers, in a few short lines; nothing for the embedded log. */
export function streamLines(stream: StreamStatus, now: EpochMs): string[] {
  if (stream.kind === 'embedded') return [];
  const { state, brokers, topic, partitions, spool, heldBack } = stream;
  return [
    `${state} to ${brokers.join(', ')}, topic ${topic ?? ''}`,
    ...(stream.group ? groupText(stream.group) : []),
    ...(spool ? [spoolText(stream, spool, now)] : []),
    ...(partitions.length > 0 ? [lagText(stream)] : []),
    ...(heldBack > 0 ? [`${plural(heldBack, 'record')} held back`] : []),
  ];
}

/** What a run leaves unsent at its end; nothing where the brokers have it all. */
export const leftText = ({ spool, brokers }: StreamStatus): Phrase | undefined =>
  !spool || spool.records === 0
    ? undefined
    : say('command.left', { count: spool.records, brokers: brokers.join(', ') });

/** Nothing for who is alone in its group, as most are. */
function groupText({ name, role, active, standbys }: GroupStatus): string[] {
  if (role === 'standby') return [`standby: ${active ?? 'another checker'} notifies for the group ${name}`];
  if (role === 'joining') return [`joining the group ${name}: nobody is notified from here yet`];
  return standbys === 0 ? [] : [`notifies for the group ${name}, with ${plural(standbys, 'standby')}`];
}

function spoolText({ publishedPerSecond }: StreamStatus, spool: SpoolStatus, now: number): string {
  const { records, bytes, oldestMs, droppedPackets } = spool;
  const age =
    oldestMs === null ? '' : `, up to ${Math.max(0, Math.round((now - epochMs(oldestMs)) / 1000))} s old`;
  const dropped = droppedPackets > 0 ? `, ${plural(droppedPackets, 'packet')} dropped` : '';
  return `${countText(Math.round(publishedPerSecond))} records/s out; ${countText(records)} in the spool (${bytesText(bytes)}${age})${dropped}`;
}

function lagText({ partitions, readPerSecond }: StreamStatus): string {
  const behind = partitions.filter(({ lag }) => lag !== 0);
  const lags = behind.map(({ partition, lag }) => `${partition}: ${lag === null ? '?' : countText(lag)}`);
  const lag =
    behind.length === 0
      ? `nothing behind on ${plural(partitions.length, 'partition')}`
      : `behind by ${lags.join(', ')}`;
  return `${countText(Math.round(readPerSecond))} records/s in; ${lag}`;
}
