import type { ScopeHistory } from '../../../src-main/common/model/windows.ts';
import { t } from '../../texts/texts.ts';
import type { HistoryScope } from './range-picture.ts';

/** Stands between the two ends of a pair. */
const between = ' ↔ ';

/** A scope as it is shown, and may be typed. */
export const scopeText = (scope: HistoryScope | null): string =>
  scope === null ? '' : [scope.host, ...(scope.peer === null ? [] : [scope.peer])].join(between);

/** How many peers there are. */
export const peersTitle = ({
  peerCount,
  arePeersAll,
}: Pick<ScopeHistory, 'peerCount' | 'arePeersAll'>): string => t().history.peers(peerCount, arePeersAll);

/** The scope that a person typed: an address or a network, or two of them; null for all traffic. */
export function scopeFrom(typed: string): HistoryScope | null {
  const [host = '', peer, ...more] = typed.split(/[\s,;]+|↔|→|->/).filter((word) => word !== '');
  if (host === '') return null;
  return { host, peer: peer === undefined ? null : [peer, ...more].join(' ') };
}
