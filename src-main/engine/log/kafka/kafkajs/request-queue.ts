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

/** A request is given up when its time is over, or a tenth of it later. */
const checksPerTimeout = 10;
const shortestCheckMs = 100;

/*
 * kafkajs looks at each connection ten times a second whether the time of a request is over: most of what wakes a
 * process up that waits for records.
 */
RequestQueue.prototype.scheduleRequestTimeoutCheck = function (this: RequestQueue): void {
  if (!this.enforceRequestTimeout) return;
  this.destroy();
  const checkMs = Math.max(shortestCheckMs, this.requestTimeout / checksPerTimeout);
  this.requestTimeoutIntervalId = setInterval(
    () => {
      for (const request of this.inflight.values())
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    },
    Math.min(this.requestTimeout, checkMs),
  );
};
