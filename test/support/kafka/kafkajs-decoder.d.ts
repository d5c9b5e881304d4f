/** How kafkajs reads a record batch, which it does not declare. */
declare module 'kafkajs/src/protocol/decoder.js' {
  export default class Decoder {
    readonly buffer: Buffer;
    constructor(data: Buffer);
  }
}

declare module 'kafkajs/src/protocol/recordBatch/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  interface Record {
    readonly offset: string;
    readonly timestamp: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Readonly<globalThis.Record<string, Buffer>>;
  }
  export default function decodeBatch(data: Decoder): Promise<{
    readonly lastOffsetDelta: number;
    readonly maxTimestamp: string;
    readonly records: readonly Record[];
  }>;
}
