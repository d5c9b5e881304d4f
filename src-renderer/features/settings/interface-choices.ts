import type { InterfaceChoice } from '../../../src-main/common/model/capture.ts';

/** An interface with what passes it at the moment; null where that is not known (yet). */
export interface RatedInterface extends InterfaceChoice {
  readonly bytesPerSecond: number | null;
}

/** Interfaces with what passed them since an earlier look, `spanMs` ago. */
export const rated = (
  list: readonly InterfaceChoice[],
  before: readonly InterfaceChoice[],
  spanMs: number,
): readonly RatedInterface[] =>
  list.map((one) => {
    const earlier = before.find(({ name }) => name === one.name)?.bytes ?? null;
    const isKnown = one.bytes !== null && earlier !== null && one.bytes >= earlier && spanMs > 0;
    return { ...one, bytesPerSecond: isKnown ? ((one.bytes - earlier) / spanMs) * 1000 : null };
  });

/** The names that are chosen after a click on one; `auto` where none is left. */
export function toggled(chosen: readonly string[], name: string, isOn: boolean): readonly string[] {
  const others = chosen.filter((one) => one !== name && (!isOn || name === 'auto' || one !== 'auto'));
  if (isOn) return name === 'auto' ? ['auto'] : [...others, name];
  return others.length === 0 ? ['auto'] : others;
}
