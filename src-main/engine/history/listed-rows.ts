import type { Network, PackedAddress } from '../../common/address.ts';
import { epochMs } from '../../common/units.ts';
import type { HostRepository, HostSpan, HostSums } from '../store/host-repository.ts';
import type { PairRow } from '../store/pair-rows.ts';
import { unlessDamaged } from '../windows/columns.ts';
import { hourMs, startOf, sumOf } from './host-rows.ts';
import { noSums, type ScopeSums } from './scope-sums.ts';

/** What is asked of rows. */
export interface RowsQuestion {
  readonly host: readonly Network[];
  readonly peer: readonly Network[] | null;
  /** Whether sums are wanted that are in the pairs alone: those by peer, or of one way. */
  readonly wantsPairs: boolean;
  /** Whether a stretch of time is one of those that are told apart, or a part of one. */
  readonly isTogether: (stretch: PairRow) => boolean;
}

/** The same of one host, with or without another one. */
interface HostsQuestion extends Pick<RowsQuestion, 'wantsPairs' | 'isTogether'> {
  readonly host: PackedAddress;
  readonly peer: PackedAddress | null;
}

/** A row whose pairs have to be read, or what is known of a row or of several without that. */
export interface RowOrSums {
  readonly row: PairRow;
  readonly sums?: ScopeSums;
}

/** A day of 25 hours, with one that begins before and one that ends after it. */
const longestSpanMs = 27 * hourMs;

/** The address of one host; undefined for more than that. */
function oneHost([network, ...more]: readonly Network[]): PackedAddress | undefined {
  return network && more.length === 0 && network.prefixLength === network.packed.length * 8
    ? network.packed
    : undefined;
}

/** Spares the pairs of rows what the lists of hosts know: sums of one host, and where it was not seen. */
export class ListedRows {
  readonly #spans: Pick<HostRepository, 'spans' | 'find'>;
  readonly #unitMs: number;

  /** @param unitMs how long the stretches are of which hosts are listed first */
  constructor(spans: Pick<HostRepository, 'spans' | 'find'>, unitMs: number) {
    this.#spans = spans;
    this.#unitMs = unitMs;
  }

  /** @param rows newest first, as what is given back is */
  *of(rows: readonly PairRow[], question: RowsQuestion): Generator<RowOrSums> {
    const [host, peer] = [oneHost(question.host), question.peer && oneHost(question.peer)];
    const hosts = host !== undefined && peer !== undefined ? { host, peer } : undefined;
    let at = 0;
    for (const span of hosts && rows.length > 0 ? this.#spansOf(rows) : []) {
      for (; at < rows.length && rows[at]!.startMs >= span.endMs; at++) yield { row: rows[at]! };
      const from = at;
      while (at < rows.length && rows[at]!.startMs >= span.startMs) at++;
      yield* this.#known(span, rows.slice(from, at), { ...question, ...hosts! });
    }
    for (; at < rows.length; at++) yield { row: rows[at]! };
  }

  #spansOf(rows: readonly PairRow[]): readonly HostSpan[] {
    return this.#spans.spans(rows.at(-1)!.startMs - longestSpanMs, rows[0]!.startMs + 1);
  }

  *#known(span: HostSpan, rows: readonly PairRow[], question: HostsQuestion): Generator<RowOrSums> {
    const { bytes, packets } = sumOf(rows);
    // Late records have changed it, or a part of it is not asked for.
    const isSame = rows.length > 0 && bytes === span.bytes && packets === span.packets;
    const host = isSame ? this.#find(span, question.host) : null;
    const peer = question.peer && host ? this.#find(span, question.peer) : undefined;
    // It was listed anew, or as a part of a day, since the stretches were read; or its list is damaged.
    if (host === null || peer === null) {
      for (const row of rows) yield { row };
      return;
    }
    const hours = question.peer === null ? host?.hours : host && peer && host.hours & peer.hours;
    const stretch = stretchOf(span);
    const isSummed = hours === undefined || hours === 0 || (question.peer === null && !question.wantsPairs);
    if (isSummed && question.isTogether(stretch))
      yield { row: stretch, sums: summed(span, stretch, hours ? host : undefined, this.#unitMs) };
    else yield* this.#unseen(span, rows, hours ?? 0);
  }

  #find(span: HostSpan, packed: PackedAddress): ReturnType<HostRepository['find']> {
    const found = unlessDamaged(() => ({ sums: this.#spans.find(span, packed) }));
    return found ? found.sums : null;
  }

  /** Rows of hours in which a host was not seen have nothing of it. */
  *#unseen(span: HostSpan, rows: readonly PairRow[], hours: number): Generator<RowOrSums> {
    for (const row of rows) {
      const hour = Math.floor((startOf(row.startMs, this.#unitMs) - span.startMs) / hourMs);
      if (span.unknown > 0 || (hours & (1 << hour)) !== 0) yield { row };
      else yield { row, sums: noSums(row) };
    }
  }
}

const stretchOf = ({ startMs, reachesMs, bytes, packets }: HostSpan): PairRow => ({
  ...{ startMs, endMs: reachesMs, bytes, packets, isHour: false, isGrowing: false },
});

function summed(span: HostSpan, row: PairRow, host: HostSums | undefined, unitMs: number): ScopeSums {
  const { unknown } = span;
  if (!host) return { ...noSums(row), unknown };
  const { sent, received, within, packets, hours } = host;
  const first = 31 - Math.clz32(hours & -hours);
  const last = 31 - Math.clz32(hours);
  const seen = {
    fromMs: epochMs(span.startMs + first * hourMs),
    toMs: epochMs(span.startMs + last * hourMs + unitMs),
  };
  return { ...noSums(row), ...{ unknown, sent, received, within, packets, seen } };
}
