import type { PairTotal } from '../../../src-main/common/model/windows.ts';
import { t } from '../../texts/texts.ts';
import type { Column } from '../../ui/table/columns.ts';

/** A pair, and how much passed. */
export type Pair = Pick<PairTotal, 'source' | 'destination' | 'bytes'>;

/** Who sends to whom. */
export const endColumns = <R extends Pair>(): readonly Column<R>[] => {
  const column = (id: 'source' | 'destination'): Column<R> => ({
    ...{ id, title: t().columns[id], kind: 'host', width: 'minmax(120px, 1.2fr)' },
    value: (pair) => pair[id],
    hint: (pair) => pair[id],
  });
  return [column('source'), column('destination')];
};

export const packetsColumn = <R extends { readonly packets: number }>(): Column<R> => ({
  ...{ id: 'packets', title: t().columns.packets, kind: 'count', width: 'minmax(66px, 110px)' },
  value: ({ packets }) => packets,
});

export const bytesColumn = <R extends Pick<Pair, 'bytes'>>(): Column<R> => ({
  ...{ id: 'bytes', title: t().columns.bytes, kind: 'bytes', width: 'minmax(76px, 110px)' },
  value: ({ bytes }) => bytes,
});

/** Which part of `total` each is, as a bar and in percent. */
export const shareColumn = <R extends Pick<Pair, 'bytes'>>(total: number): Column<R> => ({
  ...{ id: 'share', title: t().columns.share, kind: 'share', total },
  value: ({ bytes }) => bytes,
});
