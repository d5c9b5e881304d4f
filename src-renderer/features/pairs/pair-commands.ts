import type { Command } from '../../commands/command.ts';
import { isFolded } from '../../format.ts';
import type { App } from '../../state/app.svelte.ts';
import type { Pair } from './pair-columns.ts';
import type { PairList } from './pair-list.svelte.ts';
import { t } from '../../texts/texts.ts';
import { hostCommands } from '../hosts/host-commands.ts';

/** A capture filter (BPF) that matches what one address sends to another. */
export const filterOf = ({ source, destination }: Pick<Pair, 'source' | 'destination'>): string =>
  `src host ${source} and dst host ${destination}`;

/** A row for a file of limits: this pair may send so much in a window. */
export const limitRowOf = ({ source, destination, bytes }: Pair, today: string): string =>
  JSON.stringify({ limit_name: 'max', limit_value: bytes, effective_date: today, source, destination });

/**
 * What can be done with a pair of a list. Those of capture files can't be muted. The folded rests are no pair that could be named.
 *
 * @param onFiltered told that the list shows what was chosen
 */
export function pairCommands(
  app: App,
  list: PairList,
  pair: Pair,
  onFiltered: () => void = () => undefined,
): readonly Command[] {
  const words = t().pairs;
  const command = (id: string, title: string, run: () => void): Command => ({
    ...{ id: `pair.${id}`, category: '', title, run },
    when: () => !isFolded(pair),
  });
  const { source, destination } = pair;
  const filterBy = (filter: string): void => {
    list.filterBy(filter);
    onFiltered();
  };
  const today = new Date(app.now.ms).toISOString().slice(0, 10);
  return [
    command('filterSource', words.onlyFrom(source), () => filterBy(`src:${source}`)),
    command('filterDestination', words.onlyTo(destination), () => filterBy(`dst:${destination}`)),
    ...hostCommands(app, source, destination),
    ...(list === app.pairList ? [command('mute', words.mute, () => void app.mutePair(pair))] : []),
    command('history', t().history.showPair, () => app.showHistoryOf({ host: source, peer: destination })),
    command('newLimit', t().limitForm.forPair, () => app.limitForm.begin({ source, destination })),
    command(
      'suggestLimit',
      t().limitSuggestions.forPair,
      () => void app.limitSuggestions.begin({ source, destination }),
    ),
    command('copyLimit', words.copyLimit, () => void app.copy(limitRowOf(pair, today))),
    command('copyFilter', words.copyFilter, () => void app.copy(filterOf(pair))),
  ];
}
