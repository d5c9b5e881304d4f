import type { ReplayProgress } from '../../../src-main/common/model/replay.ts';
import { durationText, percentText } from '../../format.ts';
import { t } from '../../texts/texts.ts';

/** The part of the files that was read, of 1; null where their size is not known. */
export const readShare = ({ readBytes, totalBytes }: ReplayProgress): number | null =>
  totalBytes === null || totalBytes === 0 ? null : Math.min(1, readBytes / totalBytes);

/** How far the replay is; empty where something else says why it ended. */
export function replayText(progress: ReplayProgress): string {
  const { readBytes, totalBytes, state } = progress;
  const share = readShare(progress) === null ? null : percentText(readBytes, totalBytes ?? 0);
  const words = t().captureFiles;
  if (state === 'failed') return '';
  return state === 'done' ? words.done : words[state](share);
}

/** What is summed of the files: `windows of 5 min; only udp port 53`. */
export function subjectText({ windowMs, filter, sources, destinations }: ReplayProgress): string {
  const words = t().captureFiles;
  const chosen = [
    ...(filter === '' ? [] : [filter]),
    ...(sources.length === 0 ? [] : [words.from(sources.join(', '))]),
    ...(destinations.length === 0 ? [] : [words.to(destinations.join(', '))]),
  ];
  return [words.windowsOf(durationText(windowMs)), ...chosen.map(words.only)].join('; ');
}
