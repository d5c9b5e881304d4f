import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Requests that are understood, and the one version of each that is offered. */
const offered = { produce: [0, 3], metadata: [3, 1], apiVersions: [18, 0] } as const;

/** What a broker says to records of a partition: an error code, 0 for none, or that its answer leaves it out. */
export type ProduceOutcome = number | 'left out';

/** How the brokers of a test behave. */
export interface BrokerPlay {
  readonly topic: string;
  /** Leader of each partition; -1 for none. May change. */
  leaders: number[];
  /** What a broker answers to records of a partition. Called when they have come, before they are kept. */
  readonly produce: (
    node: number,
    partition: number,
    size: number,
  ) => ProduceOutcome | Promise<ProduceOutcome>;
}

/** A record batch that a broker took. */
export interface TakenBatch {
  readonly partition: number;
  readonly batch: Buffer;
}

/**
 * Brokers that speak just enough of Kafka's protocol to be published to (https://kafka.apache.org/protocol), and do
 * what real ones do only in a bad moment.
 */
export class PlayedBrokers {
  readonly taken: TakenBatch[] = [];
  readonly #play: BrokerPlay;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  private constructor(play: BrokerPlay) {
    this.#play = play;
  }

  static async start(nodes: number, play: BrokerPlay): Promise<PlayedBrokers> {
    const brokers = new PlayedBrokers(play);
    for (let node = 1; node <= nodes; node++) await brokers.#listen(node);
    return brokers;
  }

  get addresses(): string[] {
    return this.#servers.map((server) => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#servers.map((server) => new Promise((ended) => server.close(ended))));
  }

  async #listen(node: number): Promise<void> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      let waiting = Buffer.alloc(0);
      socket.on('data', (data) => {
        waiting = Buffer.concat([waiting, data]);
        for (let size; waiting.length >= 4 && waiting.length >= (size = 4 + waiting.readInt32BE(0));) {
          void this.#answer(node, new Reading(waiting.subarray(4, size)), socket);
          waiting = waiting.subarray(size);
        }
      });
    });
    this.#servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }

  async #answer(node: number, request: Reading, socket: Socket): Promise<void> {
    const [key] = [request.int16(), request.int16()];
    const correlation = request.int32();
    request.string();
    const body = await this.#bodyOf(node, key, request);
    const answer = Buffer.concat([int32(correlation), body]);
    if (!socket.destroyed) socket.write(Buffer.concat([int32(answer.length), answer]));
  }

  async #bodyOf(node: number, key: number, request: Reading): Promise<Buffer> {
    if (key === offered.apiVersions[0]) return versions();
    if (key === offered.metadata[0]) return this.#metadata();
    if (key === offered.produce[0]) return this.#produce(node, request);
    throw new Error(`request ${key} is not played`);
  }

  #metadata(): Buffer {
    const nodes = this.#servers.map((server, i) =>
      Buffer.concat([
        int32(i + 1),
        text('127.0.0.1'),
        int32((server.address() as AddressInfo).port),
        int16(-1),
      ]),
    );
    const partitions = this.#play.leaders.map((leader, partition) =>
      Buffer.concat([
        int16(leader < 0 ? 5 : 0),
        int32(partition),
        int32(leader),
        array([int32(leader)]),
        array([int32(leader)]),
      ]),
    );
    const topic = Buffer.concat([int16(0), text(this.#play.topic), Buffer.from([0]), array(partitions)]);
    return Buffer.concat([array(nodes), int32(1), array([topic])]);
  }

  async #produce(node: number, request: Reading): Promise<Buffer> {
    request.string();
    request.int16();
    request.int32();
    const answers: Buffer[] = [];
    for (let topics = request.int32(); topics > 0; topics--) {
      request.string();
      for (let partitions = request.int32(); partitions > 0; partitions--) {
        const partition = request.int32();
        const batch = request.bytes(request.int32());
        const outcome = await this.#play.produce(node, partition, batch.length);
        if (outcome === 0) this.taken.push({ partition, batch });
        if (outcome !== 'left out')
          answers.push(Buffer.concat([int32(partition), int16(outcome), int64(0), int64(-1)]));
      }
    }
    return Buffer.concat([array([Buffer.concat([text(this.#play.topic), array(answers)])]), int32(0)]);
  }
}

class Reading {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  int16(): number {
    return this.bytes(2).readInt16BE();
  }

  int32(): number {
    return this.bytes(4).readInt32BE();
  }

  string(): string {
    return this.bytes(Math.max(0, this.int16())).toString();
  }

  bytes(length: number): Buffer {
    this.#at += length;
    return this.#data.subarray(this.#at - length, this.#at);
  }
}

const int16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const int64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};

const text = (value: string): Buffer => Buffer.concat([int16(value.length), Buffer.from(value)]);

const array = (items: readonly Buffer[]): Buffer => Buffer.concat([int32(items.length), ...items]);

const versions = (): Buffer =>
  Buffer.concat([
    int16(0),
    array(
      Object.values(offered).map(([key, version]) =>
        Buffer.concat([int16(key), int16(version), int16(version)]),
      ),
    ),
  ]);
