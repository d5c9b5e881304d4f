import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const headerBytes = 12;
const pointer = 12;

/** A DNS server on this machine that knows the names of some hosts, by their reverse name (`7.2.0.192.in-addr.arpa`). */
export class DnsServer {
  readonly names = new Map<string, string>();
  /** Reverse names that were asked for, in their order. */
  readonly asked: string[] = [];
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (question, { port, address }) => socket.send(this.#answer(question), port, address));
  }

  static async open(): Promise<DnsServer> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new DnsServer(socket);
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  close(): void {
    this.#socket.close();
  }

  /** As RFC 1035 has it: the question again, and one PTR record; or the code for a name that does not exist. */
  #answer(question: Buffer): Buffer {
    const end = question.indexOf(0, headerBytes) + 5;
    const asked = labelsOf(question.subarray(headerBytes, end - 4)).join('.');
    this.asked.push(asked);
    const name = this.names.get(asked);
    const header = Buffer.from(question.subarray(0, headerBytes));
    header.writeUInt16BE(name === undefined ? 0x8183 : 0x8180, 2);
    header.writeUInt16BE(name === undefined ? 0 : 1, 6);
    header.writeUInt32BE(0, 8);
    const answer = name === undefined ? Buffer.alloc(0) : pointerRecord(name);
    return Buffer.concat([header, question.subarray(headerBytes, end), answer]);
  }
}

function labelsOf(name: Buffer): string[] {
  const length = name[0] ?? 0;
  return length === 0 ? [] : [name.toString('latin1', 1, length + 1), ...labelsOf(name.subarray(length + 1))];
}

function pointerRecord(name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const data = Buffer.concat([...labels, Buffer.from([0])]);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 | headerBytes, 0); // the name of the question
  head.writeUInt16BE(pointer, 2);
  head.writeUInt16BE(1, 4); // Internet
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
