import { formatNetwork, parseNetwork } from '../../common/address.ts';
import { readTopic } from '../log/kafka/kafka-settings.ts';
import type { CheckSettings, EngineSettings } from './settings.ts';

/** What the windows of a series are summed from, and how. */
type Summed = Pick<CheckSettings, 'windowMs' | 'slideMs' | 'sources' | 'destinations' | 'filter'>;

/** Names a series by what is summed in it: windows of different meaning never mix, and the order of options is nothing. */
export const seriesName = (origin: string, source: string, settings: Summed): string =>
  [
    origin,
    source,
    `${settings.windowMs}/${settings.slideMs}`,
    networks(settings.sources),
    networks(settings.destinations),
    settings.filter.trim(),
  ].join('|');

/** The consumer group that a checker belongs to: the one it is given, or one of its data folder's own. */
export const groupName = ({ group }: { readonly group: string | null }, agent: string): string =>
  group ?? `streamchecker-${agent}`;

/** Names what a checker sums of a source, whatever else its machine captures. */
export const summedName = (settings: Summed, source: string): string =>
  seriesName('live', source, { ...settings, filter: '' });

/**
 * Names what live traffic is summed from: the interfaces, or a topic of a cluster.
 *
 * @param cluster the id of the cluster; null while it is not known
 */
export const sourceName = (
  { stream, interfaces }: Pick<EngineSettings, 'stream' | 'interfaces'>,
  cluster: string | null,
): string =>
  stream.kind === 'embedded'
    ? sorted(interfaces)
    : `${readTopic(stream)}@${cluster === null ? sorted(stream.brokers) : `cluster ${cluster}`}`;

/**
 * The one of some stored names that means the same series as one that is not among them: as older versions wrote it, or
 * while the cluster's id was not known. The first of them, where there are several.
 *
 * @param brokers addresses by which the cluster may have been named
 */
export function formerName(
  name: string,
  stored: readonly string[],
  brokers: readonly string[],
): string | undefined {
  const wanted = partsOf(name);
  return stored.find((other) => {
    const parts = partsOf(other);
    return parts.rest === wanted.rest && isSameSource(parts.source, wanted.source, brokers);
  });
}

function isSameSource(former: string, source: string, brokers: readonly string[]): boolean {
  const at = source.lastIndexOf('@');
  if (at < 0) return sorted(former.split(',')) === source;
  if (former.slice(0, former.lastIndexOf('@')) !== source.slice(0, at)) return false;
  return former
    .slice(former.lastIndexOf('@') + 1)
    .split(',')
    .some((address) => brokers.includes(address));
}

/** A name's source, and all else in the order of sets. */
function partsOf(name: string): { readonly source: string; readonly rest: string } {
  const [origin = '', source = '', shape = '', sources = '', destinations = '', ...filter] = name.split('|');
  const sets = [sources, destinations].map((list) => networks(list.split(',').filter((one) => one !== '')));
  return { source, rest: [origin, shape, ...sets, filter.join('|').trim()].join('|') };
}

const sorted = (values: readonly string[]): string => [...new Set(values)].sort().join(',');

/** The networks as a set, each in its shortest form. */
const networks = (values: readonly string[]): string => sorted(values.map(shortest));

function shortest(text: string): string {
  try {
    return formatNetwork(parseNetwork(text));
  } catch {
    return text;
  }
}
