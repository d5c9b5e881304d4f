import { lostPackets } from '../../common/loss.ts';
import type { InterfaceShare, Lack, LackReason } from '../../common/model/windows.ts';
import { type EpochMs, epochMs } from '../../common/units.ts';

/** What a window remembers of this kind at most; what is beyond has no owner any more. */
const mostLacks = 256;

/** Reasons that say that the capture did not run, or isn't known to have run, for all of a window. */
const uncovered: ReadonlySet<LackReason> = new Set([
  'not-captured',
  'agent-silent',
  'records-lost',
  'coverage-unknown',
  'refused',
]);

/** Whether nobody missed a part of the time: what is lacked was counted, or is still to come. */
export const isCovered = (lacks: readonly Lack[]): boolean =>
  !lacks.some(({ reason }) => uncovered.has(reason));

/**
 * The lacks of one window that can't be told from its counts; those of one owner and reason are one. Their order is that
 * of reason and owner, whichever was noticed first: readers of the same records tell the same.
 */
export class LackList {
  readonly #lacks = new Map<string, Lack>();
  #list: readonly Lack[] | undefined;

  constructor(lacks: readonly Lack[] = []) {
    for (const lack of lacks) this.add(lack);
  }

  /** @returns whether that is news */
  add(lack: Lack): boolean {
    const key = keyOf(lack);
    const known = this.#lacks.get(key);
    if (!known && this.#lacks.size >= mostLacks && lack.agent !== undefined)
      return this.add({ reason: lack.reason });
    const joined = known ? join(known, lack) : lack;
    if (known && isSame(known, joined)) return false;
    this.#lacks.set(key, joined);
    this.#list = undefined;
    return true;
  }

  /**
   * What was feared of an agent did not come true.
   *
   * @returns whether that is news
   */
  lift(reason: LackReason, agent: string): boolean {
    this.#list = undefined;
    return this.#lacks.delete(keyOf({ reason, agent }));
  }

  get list(): readonly Lack[] {
    this.#list ??= [...this.#lacks.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lack]) => lack);
    return this.#list;
  }
}

const keyOf = ({ reason, agent, interface: name }: Lack): string => JSON.stringify([reason, agent, name]);

const isSame = (a: Lack, b: Lack): boolean =>
  a.packets === b.packets && a.fromMs === b.fromMs && a.toMs === b.toMs;

/** Of two stretches of time the one that holds both; without a beginning or an end, it is the window's. */
function join(a: Lack, b: Lack): Lack {
  const { fromMs: _fromMs, toMs: _toMs, packets: _packets, ...owner } = a;
  const fromMs = a.fromMs === undefined || b.fromMs === undefined ? undefined : least(a.fromMs, b.fromMs);
  const toMs = a.toMs === undefined || b.toMs === undefined ? undefined : most(a.toMs, b.toMs);
  const packets = (a.packets ?? 0) + (b.packets ?? 0);
  return {
    ...owner,
    ...(packets > 0 && { packets }),
    ...(fromMs !== undefined && { fromMs }),
    ...(toMs !== undefined && { toMs }),
  };
}

const least = (a: number, b: number): EpochMs => epochMs(Math.min(a, b));
const most = (a: number, b: number): EpochMs => epochMs(Math.max(a, b));

/** What the counts of the interfaces say is missing. */
function lacksOf(interfaces: readonly InterfaceShare[]): Lack[] {
  // Most have lost nothing, and this is asked for with each batch.
  return interfaces
    .filter((share) => lostPackets(share) > 0)
    .flatMap((share) => {
      const { interface: name, agent } = share;
      const owner = { ...(agent !== null && { agent }), interface: name };
      const lost = [
        ['kernel-dropped', share.kernelDropped],
        ['interface-dropped', share.interfaceDropped],
        ['queue-dropped', share.queueDropped],
      ] as const;
      return lost.flatMap(([reason, packets]) => (packets > 0 ? [{ reason, packets, ...owner }] : []));
    });
}

/** All that a window's total lacks, or may lack. */
export function allLacks(window: {
  readonly gaps: readonly Lack[];
  readonly interfaces: readonly InterfaceShare[];
  readonly late: number;
  readonly closed: boolean;
  readonly endMs: EpochMs;
}): Lack[] {
  const { gaps, interfaces, late, closed, endMs } = window;
  return [
    ...gaps,
    ...lacksOf(interfaces),
    ...(late > 0 ? [{ reason: 'late' as const, packets: late }] : []),
    ...(closed ? [] : [{ reason: 'not-over' as const, toMs: endMs }]),
  ];
}
