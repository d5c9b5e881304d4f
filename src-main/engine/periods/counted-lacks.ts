import type { Lack } from '../../common/model/windows.ts';
import { epochMs } from '../../common/units.ts';

/** A lack, and of how many windows it is. */
export interface CountedLack {
  readonly lack: Lack;
  readonly windows: number;
}

/** What a period remembers of this kind at most; what is beyond has no owner any more. */
const mostLacks = 256;

/**
 * What windows lack, for a sum of them: those of one owner and reason are one. What a window turns out not to lack can be
 * taken out again, which leaves the stretch of time as it was.
 */
export class CountedLacks {
  readonly #lacks = new Map<string, CountedLack>();

  constructor(stored: readonly CountedLack[] = []) {
    for (const one of stored) this.#lacks.set(keyOf(one.lack), one);
  }

  get list(): Lack[] {
    return [...this.#lacks.values()].map(({ lack }) => lack);
  }

  /** As it is stored. */
  get stored(): readonly CountedLack[] {
    return [...this.#lacks.values()];
  }

  /**
   * Puts what a window lacks in the place of what it was known to lack.
   *
   * @returns whether that is news
   */
  replace(before: readonly Lack[], after: readonly Lack[]): boolean {
    if (isSame(before, after)) return false;
    for (const lack of before) this.#remove(lack);
    for (const lack of after) this.#add(lack);
    return true;
  }

  /** Adds what other windows lack. */
  join(others: readonly CountedLack[]): void {
    for (const { lack, windows } of others) this.#add(lack, windows);
  }

  #add(lack: Lack, windows = 1): void {
    const key = this.#placeOf(lack);
    const known = this.#lacks.get(key);
    const { agent: _agent, interface: _interface, ...unowned } = lack;
    const one = key === keyOf(lack) ? lack : unowned;
    this.#lacks.set(
      key,
      known ? { lack: join(known.lack, one), windows: known.windows + windows } : { lack: one, windows },
    );
  }

  #remove(lack: Lack): void {
    const key = this.#lacks.has(keyOf(lack)) ? keyOf(lack) : keyOf({ reason: lack.reason });
    const known = this.#lacks.get(key);
    if (!known) return;
    if (known.windows === 1) this.#lacks.delete(key);
    else this.#lacks.set(key, { lack: less(known.lack, lack.packets ?? 0), windows: known.windows - 1 });
  }

  /** With its owner while there is room. */
  #placeOf(lack: Lack): string {
    const key = keyOf(lack);
    return this.#lacks.has(key) || this.#lacks.size < mostLacks ? key : keyOf({ reason: lack.reason });
  }
}

const keyOf = ({ reason, agent, interface: name }: Lack): string => JSON.stringify([reason, agent, name]);

const isSame = (before: readonly Lack[], after: readonly Lack[]): boolean =>
  before.length === after.length && JSON.stringify(before) === JSON.stringify(after);

function join(a: Lack, b: Lack): Lack {
  const { fromMs: _fromMs, toMs: _toMs, packets: _packets, ...owner } = a;
  const packets = (a.packets ?? 0) + (b.packets ?? 0);
  const hasSpan = [a, b].every(({ fromMs, toMs }) => fromMs !== undefined && toMs !== undefined);
  return {
    ...owner,
    ...(packets > 0 && { packets }),
    ...(hasSpan && {
      fromMs: epochMs(Math.min(a.fromMs!, b.fromMs!)),
      toMs: epochMs(Math.max(a.toMs!, b.toMs!)),
    }),
  };
}

function less(lack: Lack, packets: number): Lack {
  const { packets: before = 0, ...others } = lack;
  return before > packets ? { ...others, packets: before - packets } : others;
}

/** What a window lacks as a part of something longer: without a span of its own it is all of the window. */
export const lacksWithin = (
  lacks: readonly Lack[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Lack[] =>
  lacks
    .filter(({ reason }) => reason !== 'not-over')
    .map((lack) => ({ fromMs: epochMs(startMs), toMs: epochMs(endMs), ...lack }));
