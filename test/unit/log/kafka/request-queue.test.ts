import RequestQueue, { type SocketRequest } from 'kafkajs/src/network/requestQueue/index.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import '../../../../src-main/engine/log/kafka/kafkajs/request-queue.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const open = (): RequestQueue =>
  new RequestQueue({
    ...{ requestTimeout: 10_000, enforceRequestTimeout: true, maxInFlightRequests: null },
    ...{ clientId: 'c', broker: 'b', isConnected: () => true },
  });

/** Sends a request that has so long; returns what is called when it is given up. */
function sendOne(queue: RequestQueue, id: number, requestTimeout: number): () => void {
  const inflight = queue.inflight as Map<number, SocketRequest>;
  const timeoutRequest = vi.fn(() => void inflight.delete(id));
  const request = { sentAt: Date.now(), requestTimeout, timeoutRequest, expectResponse: true };
  queue.sendSocketRequest({ ...request, send: () => void inflight.set(id, request) } as SocketRequest);
  return timeoutRequest;
}

it('gives a request up when its time is over, and looks at no other moment', () => {
  const queue = open();
  const givenUp = sendOne(queue, 1, 10_000);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(givenUp).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(givenUp).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up each of several requests in its time, whichever was sent first', () => {
  const queue = open();
  const slow = sendOne(queue, 1, 60_000);
  vi.advanceTimersByTime(5_000);
  const fast = sendOne(queue, 2, 10_000);
  vi.advanceTimersByTime(10_001);
  expect(fast).toHaveBeenCalledTimes(1);
  expect(slow).not.toHaveBeenCalled();
  vi.advanceTimersByTime(45_000);
  expect(slow).toHaveBeenCalledTimes(1);
});

it('waits for nothing on a connection on which nothing is under way', () => {
  const queue = open();
  queue.scheduleRequestTimeoutCheck();
  expect(vi.getTimerCount()).toBe(0);
  sendOne(queue, 1, 10_000);
  (queue.inflight as Map<number, SocketRequest>).clear();
  vi.advanceTimersByTime(10_001);
  expect(vi.getTimerCount()).toBe(0);
});
