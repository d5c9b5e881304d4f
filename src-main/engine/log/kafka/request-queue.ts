import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/** How soon kafkajs looks again whether what waits may be sent. */
const checkMs = 10;

/*
 * kafkajs takes "never throttled" for a time in the past, and asks for a timer that ends before it begins, of which
 * Node warns on the person's terminal.
 */
const schedule = Object.getOwnPropertyDescriptor(RequestQueue.prototype, 'scheduleCheckPendingRequests')!
  .value as (this: RequestQueue) => void;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  const { throttledUntil } = this;
  this.throttledUntil = Math.max(throttledUntil, Date.now() + checkMs);
  schedule.call(this);
  this.throttledUntil = throttledUntil;
};
