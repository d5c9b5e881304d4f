import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import '../../../../src-main/engine/log/kafka/kafkajs/request-queue.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A queue with one request under way, sent now. */
function waiting(requestTimeout: number): { queue: RequestQueue; timedOut: () => void; looks: () => number } {
  const timedOut = vi.fn();
  let looks = 0;
  const queue = new RequestQueue({
    ...{ requestTimeout, enforceRequestTimeout: true, maxInFlightRequests: null, clientId: 'c', broker: 'b' },
    isConnected: () => ((looks += 1), true),
  });
  (queue.inflight as Map<number, object>).set(1, {
    ...{ sentAt: Date.now(), requestTimeout, timeoutRequest: timedOut },
  });
  queue.scheduleRequestTimeoutCheck();
  return { queue, timedOut, looks: () => looks };
}

it('gives a request up a tenth of its time late at most, and looks no oftener than that', () => {
  const { queue, timedOut, looks } = waiting(10_000);
  vi.advanceTimersByTime(10_000);
  expect(timedOut).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(timedOut).toHaveBeenCalledTimes(1);
  expect(looks()).toBe(11);
  queue.destroy();
});

it('looks oftener where little time is given', () => {
  const { queue, timedOut } = waiting(500);
  vi.advanceTimersByTime(600);
  expect(timedOut).toHaveBeenCalledTimes(1);
  queue.destroy();
});
