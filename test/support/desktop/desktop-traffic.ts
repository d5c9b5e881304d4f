import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** IPv4 and UDP headers, which count as bytes of a packet. */
const headerBytes = 28;

/** UDP datagrams over the loopback interface, from and to sockets of its own: nothing answers, nothing is lost. */
export class LoopbackTraffic {
  readonly #receiver: Socket;
  readonly #senders = new Map<string, Socket>();
  /** The port that every datagram goes to; no other program's traffic has it. */
  readonly port: number;
  /** Bytes sent so far, as the product counts them. */
  sentBytes = 0;

  private constructor(receiver: Socket) {
    this.#receiver = receiver;
    this.port = receiver.address().port;
  }

  static async open(): Promise<LoopbackTraffic> {
    const receiver = createSocket('udp4');
    receiver.on('message', () => undefined);
    receiver.bind(0, '0.0.0.0');
    await once(receiver, 'listening');
    return new LoopbackTraffic(receiver);
  }

  /** Sends `bytes` (headers included) in `packets` datagrams from one loopback address to another. */
  async send(bytes: number, packets = 1, source = '127.0.0.1', destination = '127.0.0.1'): Promise<void> {
    const sender = await this.#sender(source);
    for (let sent = 0; sent < packets; sent += 1) {
      const share = Math.floor(bytes / packets) + (sent < bytes % packets ? 1 : 0);
      await deliver(sender, Buffer.alloc(share - headerBytes), this.port, destination);
    }
    this.sentBytes += bytes;
  }

  close(): void {
    for (const socket of [this.#receiver, ...this.#senders.values()]) socket.close();
  }

  async #sender(source: string): Promise<Socket> {
    const known = this.#senders.get(source);
    if (known !== undefined) return known;
    const socket = createSocket('udp4');
    socket.bind(0, source);
    await once(socket, 'listening');
    this.#senders.set(source, socket);
    return socket;
  }
}

function deliver(sender: Socket, payload: Buffer, port: number, destination: string): Promise<void> {
  return new Promise((resolve, reject) => {
    sender.send(payload, port, destination, (error) => (error === null ? resolve() : reject(error)));
  });
}
