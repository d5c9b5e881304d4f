import { MonitorError } from '../../common/errors.ts';
import type { StoredSeries } from '../../common/model/series.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { Series } from '../store/series-repository.ts';
import { say } from '../../common/phrases/say.ts';
import type { History } from './history.ts';

type SeriesReads = Pick<History, 'listSeries' | 'listWindows' | 'listRollups' | 'getRange' | 'getTotals'>;

/**
 * The calls that another series of the folder can be asked, too.
 *
 * @param of reads the history of a series
 */
export function seriesHistories(
  folder: DataFolder,
  own: Series,
  of: (series: Series) => History,
): SeriesReads {
  const known = new Map<number, History>();
  /** @throws MonitorError `request/invalid` where it is gone */
  const at = (id = own.id): History => {
    const series = id === own.id ? own : folder.series.at(id);
    if (!series)
      throw new MonitorError('request/invalid', say('history.seriesGone'), {
        remedy: say('history.remedy.otherSeries'),
      });
    const history = known.get(id) ?? of(series);
    known.set(id, history);
    return history;
  };
  return {
    listSeries: () => Promise.resolve(folder.transaction(() => storedSeries(folder, own))),
    listWindows: async ({ series, ...request }) => at(series).listWindows(request),
    listRollups: async ({ series, ...request }) => at(series).listRollups(request),
    getRange: async ({ series, ...request }) => at(series).getRange(request),
    getTotals: async ({ series, ...request }) => at(series).getTotals(request),
  };
}

const storedSeries = (folder: DataFolder, own: Series): StoredSeries[] =>
  folder.series.all().flatMap((series) => {
    const span = folder.windows(series).span();
    if (!span && series.id !== own.id) return [];
    const [origin = '', source = '', , sources = '', destinations = '', ...filter] = series.name.split('|');
    return {
      ...{ id: series.id, isOwn: series.id === own.id, isReplay: origin !== 'live', source },
      ...{ windowMs: series.sizeMs, slideMs: series.slideMs },
      ...{ sources: listed(sources), destinations: listed(destinations), filter: filter.join('|') },
      ...{ firstMs: span?.firstMs ?? null, lastMs: span?.lastMs ?? null },
    };
  });

const listed = (text: string): string[] => text.split(',').filter((one) => one !== '');
