import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/*
 * Where nothing waits and the broker does not throttle, kafkajs asks for a timer that ends before it begins, of which
 * Node warns on the person's terminal; and there is nothing to look for.
 */
const schedule = Object.getOwnPropertyDescriptor(RequestQueue.prototype, 'scheduleCheckPendingRequests')!
  .value as (this: RequestQueue) => void;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
};
