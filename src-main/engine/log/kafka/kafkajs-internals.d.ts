/** What the pinned version of kafkajs has and does not declare. */
declare module 'kafkajs/src/protocol/requests/fetch/v11/response.js' {
  const response: { decode(rawData: Buffer): Promise<unknown> };
  export default response;
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    /** Until when the broker wants no requests, in ms since the epoch; -1 for no such time. */
    throttledUntil: number;
    /** Requests that wait to be sent. */
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
  }
}
