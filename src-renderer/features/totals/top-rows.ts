import type { FoundHost } from '../../../src-main/common/model/hosts.ts';
import type { PairTotal, PeerTotal } from '../../../src-main/common/model/windows.ts';
import { bytesText } from '../../format.ts';
import { t } from '../../texts/texts.ts';
import type { HistoryScope } from '../history/range-picture.ts';

/** A host or a pair with what passed. */
export interface TopRow {
  /** One, or source and destination. */
  readonly addresses: readonly string[];
  readonly bytes: number;
  /** Whose history a click shows. */
  readonly scope: HistoryScope;
}

export const hostRows = (hosts: readonly FoundHost[]): TopRow[] =>
  hosts.map(({ address, sent, received }) => ({
    ...{ addresses: [address], bytes: sent + received },
    scope: { host: address, peer: null },
  }));

export const pairRows = (pairs: readonly PairTotal[]): TopRow[] =>
  pairs.map(({ source, destination, bytes }) => ({
    ...{ addresses: [source, destination], bytes },
    scope: { host: source, peer: destination },
  }));

/** @param host the other end of each */
export const peerRows = (host: string, peers: readonly PeerTotal[]): TopRow[] =>
  peers.map(({ address, sent, received }) => ({
    ...{ addresses: [address], bytes: sent + received },
    scope: { host, peer: address },
  }));

/** What is to be said of top hosts and pairs, of which some bytes are unknown. */
export const topNote = (unknown: number): string | null =>
  unknown > 0 ? t().totals.unknownTop(bytesText(unknown)) : null;
