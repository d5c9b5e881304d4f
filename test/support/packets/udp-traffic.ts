import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** IPv4 and UDP headers before a datagram's payload. */
export const udpHeaders = 28;

/** Datagrams from one address of the loopback network to another, each with a known length. */
export class UdpTraffic {
  readonly port: number;
  readonly destination: string;
  /** Bytes of the IP packets that were sent. */
  bytes = 0;
  packets = 0;
  readonly #sender: Socket;
  readonly #receiver: Socket;

  private constructor(sender: Socket, receiver: Socket) {
    this.#sender = sender;
    this.#receiver = receiver;
    this.port = receiver.address().port;
    this.destination = receiver.address().address;
  }

  static async open(source = '127.0.0.1', destination = '127.0.0.1'): Promise<UdpTraffic> {
    const receiver = createSocket('udp4');
    receiver.bind(0, destination);
    const sender = createSocket('udp4');
    sender.bind(0, source);
    await Promise.all([once(receiver, 'listening'), once(sender, 'listening')]);
    return new UdpTraffic(sender, receiver);
  }

  /** A capture filter that lets only this traffic through. */
  get filter(): string {
    return `udp dst port ${this.port}`;
  }

  /** Sends datagrams, one after the other. */
  async send(count: number, payloadBytes: number): Promise<void> {
    const payload = Buffer.alloc(payloadBytes);
    for (let i = 0; i < count; i += 1) {
      await new Promise<void>((resolve, reject) => {
        this.#sender.send(payload, this.port, this.destination, (error) =>
          error ? reject(error) : resolve(),
        );
      });
      this.bytes += payloadBytes + udpHeaders;
      this.packets += 1;
    }
  }

  [Symbol.dispose](): void {
    this.#sender.close();
    this.#receiver.close();
  }
}
