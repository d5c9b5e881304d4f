import RequestQueue, { type SocketRequest } from 'kafkajs/src/network/requestQueue/index.js';

/*
 * Where nothing waits and the broker does not throttle, kafkajs asks for a timer that ends before it begins, of which
 * Node warns on the person's terminal; and there is nothing to look for.
 */
const schedule = Object.getOwnPropertyDescriptor(RequestQueue.prototype, 'scheduleCheckPendingRequests')!
  .value as (this: RequestQueue) => void;
RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
};

/*
 * kafkajs looks at each connection ten times a second whether the time of a request is over: most of what wakes a
 * process up that waits for records. Here a timer waits for the end of the first one's time, while any is under way.
 */
RequestQueue.prototype.scheduleRequestTimeoutCheck = function (this: RequestQueue): void {
  clearTimeout(this.requestTimeoutIntervalId);
  this.firstEndMs = Math.min(Infinity, ...[...this.inflight.values()].map(endOf));
  if (!this.enforceRequestTimeout || this.inflight.size === 0) return;
  const leftMs = Math.max(0, this.firstEndMs - Date.now());
  this.requestTimeoutIntervalId = setTimeout(() => giveUp(this), leftMs + 1).unref();
};

const endOf = ({ sentAt, requestTimeout }: SocketRequest): number => sentAt + requestTimeout;

function giveUp(queue: RequestQueue): void {
  for (const request of queue.inflight.values()) if (Date.now() > endOf(request)) request.timeoutRequest();
  queue.scheduleRequestTimeoutCheck();
}

const send = Object.getOwnPropertyDescriptor(RequestQueue.prototype, 'sendSocketRequest')!.value as (
  this: RequestQueue,
  request: SocketRequest,
) => void;
RequestQueue.prototype.sendSocketRequest = function (this: RequestQueue, request: SocketRequest): void {
  send.call(this, request);
  if (endOf(request) < (this.firstEndMs ?? Infinity)) this.scheduleRequestTimeoutCheck();
};
