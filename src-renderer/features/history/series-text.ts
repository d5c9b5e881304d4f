import type { StoredSeries } from '../../../src-main/common/model/series.ts';
import { durationText, instantText } from '../../format.ts';
import { t } from '../../texts/texts.ts';

/** What tells a series from others: its window length, source and selection, and since when it is not summed. */
export function seriesText(series: StoredSeries, nowMs: number): string {
  const { isOwn, isReplay, source, windowMs, slideMs, sources, destinations, filter, lastMs } = series;
  const parts = [
    slideMs === windowMs ? durationText(windowMs) : `${durationText(windowMs)}/${durationText(slideMs)}`,
    isReplay ? t().history.seriesOfFiles : source,
    ...(sources.length + destinations.length > 0
      ? [`${sources.join(', ') || '*'} → ${destinations.join(', ') || '*'}`]
      : []),
    ...(filter === '' ? [] : [filter]),
    ...(isOwn ? [t().history.seriesOwn] : []),
    ...(isOwn || lastMs === null ? [] : [t().history.seriesUntil(instantText(lastMs + windowMs, nowMs))]),
  ];
  return parts.join(' · ');
}
