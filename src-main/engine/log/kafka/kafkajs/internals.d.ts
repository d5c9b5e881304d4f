/** What the pinned version of kafkajs has and does not declare. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export interface SocketRequest {
    readonly sentAt: number;
    readonly requestTimeout: number;
    timeoutRequest(): void;
  }
  interface QueueParts {
    readonly requestTimeout: number;
    readonly enforceRequestTimeout: boolean;
    readonly maxInFlightRequests: number | null;
    readonly clientId: string;
    readonly broker: string;
    readonly isConnected: () => boolean;
  }
  export default class RequestQueue {
    constructor(parts: QueueParts);
    /** Until when the broker wants no requests, in ms since the epoch; -1 for no such time. */
    throttledUntil: number;
    /** Requests that wait to be sent. */
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
    readonly enforceRequestTimeout: boolean;
    readonly requestTimeout: number;
    readonly inflight: ReadonlyMap<number, SocketRequest>;
    requestTimeoutIntervalId: NodeJS.Timeout | undefined;
    /** Ours: when {@link requestTimeoutIntervalId} is due, in ms since the epoch. */
    firstEndMs?: number;
    sendSocketRequest(request: SocketRequest): void;
    scheduleRequestTimeoutCheck(): void;
    destroy(): void;
  }
}

declare module 'kafkajs/src/network/connection.js' {
  interface Connection {
    /** What came of a response that is not whole yet, and how much of it there has to be to read on. */
    chunks: readonly Buffer[];
    bytesBuffered: number;
    bytesNeeded: number;
    isConnected(): boolean;
    connect(): Promise<void>;
  }
  export default Connection;
}

declare module 'kafkajs/src/network/connectionPool.js' {
  import type { ISocketFactory } from 'kafkajs';
  import type Connection from 'kafkajs/src/network/connection.js';
  interface PoolParts {
    readonly host: string;
    readonly port: number;
    readonly logger: object;
    readonly socketFactory: ISocketFactory;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
  }
  export default class ConnectionPool {
    constructor(parts: PoolParts);
    send<T>(exchange: { readonly response: { parse(data: T): Promise<T> } }): Promise<T>;
    destroy(): Promise<void>;
    /** One for fetching, one for all else. */
    readonly pool: readonly Connection[];
    getConnection(index?: number): Promise<Connection>;
  }
}

declare module 'kafkajs/src/consumer/consumerGroup.js' {
  export default class ConsumerGroup {
    constructor(parts: object);
    memberId: string | null;
    /** Of the group as it was joined last; null before that. */
    readonly generationId: number | null;
    /** With what ours have besides: who the member is. */
    readonly assigners: readonly { readonly membership?: { memberId: string | null } }[];
    joinAndSync(): Promise<void>;
  }
}

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    constructor(initialSize?: number);
    /** What is written, up to {@link offset}. */
    buf: Buffer;
    offset: number;
  }
}

declare module 'kafkajs/src/protocol/requests/metadata/v6/response.js' {
  interface Metadata {
    readonly topicMetadata: readonly { readonly topicErrorCode: number }[];
  }
  const response: { parse(data: Metadata): Promise<Metadata> };
  export default response;
}

declare module 'kafkajs/src/protocol/error.js' {
  export function createErrorFromCode(code: number): Error;
}

declare module 'kafkajs/src/cluster/index.js' {
  interface TopicPartitions {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number }[];
  }
  interface TopicOffsets {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
  }
  export default class Cluster {
    fetchTopicsOffset(topics: readonly TopicPartitions[]): Promise<TopicOffsets[]>;
    findTopicPartitionMetadata(
      topic: string,
    ): readonly { readonly partitionId: number; readonly leader: number }[];
  }
}
