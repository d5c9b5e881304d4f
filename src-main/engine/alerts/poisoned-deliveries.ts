import type { MonitorError } from '../../common/errors.ts';
import type { Delivery } from '../log/message-log.ts';

/** Where a delivery stands in the log. */
export const placeOf = ({ partition, nextOffset }: Pick<Delivery, 'partition' | 'nextOffset'>): string =>
  `${partition}:${nextOffset}`;

/** Deliveries that can't be summed: those at which summing failed twice in a row, by themselves. */
export class PoisonedDeliveries {
  readonly #faults = new Map<string, string>();
  #failedAt: string | undefined;

  /** Why a delivery can't be summed; undefined where it is not known that it can't. */
  faultOf(delivery: Delivery): string | undefined {
    return this.#faults.get(placeOf(delivery));
  }

  /**
   * A step of summing threw.
   *
   * @param place of the delivery that it took, if it took one ({@link placeOf})
   */
  noteFailed(place: string | undefined, error: MonitorError): void {
    if (place !== undefined && place === this.#failedAt && !isOfStore(error))
      this.#faults.set(place, error.message);
    this.#failedAt = place;
  }
}

/** Whether an error is of the place where all is stored, and no fault of what is read. */
const isOfStore = ({ code, cause }: MonitorError): boolean =>
  code.startsWith('store/') || String((cause as { code?: unknown } | undefined)?.code).startsWith('SQLITE_');
