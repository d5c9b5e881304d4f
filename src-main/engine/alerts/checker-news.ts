import { MonitorError } from '../../common/errors.ts';
import { Emitter } from '../../common/event.ts';
import type { AlertTransition } from '../../common/model/alerts.ts';
import type { PeriodReport, WindowReport } from './reports.ts';

/**
 * What a checker announces once it is committed. A listener that throws changes nothing, and keeps no other from being
 * told.
 */
export class CheckerNews {
  readonly windowReported = new Emitter<WindowReport>();
  readonly periodReported = new Emitter<PeriodReport>();
  readonly alertChanged = new Emitter<AlertTransition>();
  readonly announced = new Emitter<null>();
  readonly notStored = new Emitter<readonly AlertTransition[]>();
  readonly #listenerFailed = new Emitter<MonitorError>();
  readonly onListenerFailed = this.#listenerFailed.event;

  tell<T>(emitter: Emitter<T>, value: T): void {
    try {
      emitter.fire(value);
    } catch (thrown) {
      this.#listenerFailed.fire(MonitorError.from(thrown));
    }
  }
}
