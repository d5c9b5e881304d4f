import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { TwoNetworks } from './two-networks.ts';

/** What was sent at once, and in one second; a packet that was held up over the turn of one is a burst of its own. */
export interface Burst {
  /** Before its first and after its last packet, in milliseconds by the clock by which packets are timed. */
  readonly beginMs: number;
  readonly endMs: number;
  readonly packets: number;
  readonly bytes: number;
}

/**
 * Sends datagrams of many pairs and lengths from the device argv[1] until its standard input ends, then prints what it
 * sent when. It rests around the turn of a second, so that nobody can doubt in which one a packet passed; now and then it is
 * held up in the middle of a burst until the second has turned, as on a busy machine. Every few seconds it turns from quiet
 * to loud, or back.
 */
const sender = `
import json, random, select, socket, struct, sys, time
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
link.bind((sys.argv[1], 0))
def frame(source, destination, payload):
    total = 28 + payload
    ip = struct.pack('!BBHHHBBHII', 0x45, 0, total, 0, 0, 64, 17, 0, 0x0a630000 + source, 0x0a630000 + destination)
    check = sum(struct.unpack('!10H', ip))
    check = ~((check & 0xffff) + (check >> 16)) & 0xffff
    ip = ip[:10] + struct.pack('!H', check) + ip[12:]
    return total, b'\\xff' * 6 + b'\\x02' * 6 + b'\\x08\\x00' + ip + struct.pack('!HHHH', 7777, 7777, 8 + payload, 0) + bytes(payload)
frames = [frame(2 + i % 50, 100 + i % 7, i * 37 % 1200) for i in range(400)]
bursts = []
print('sending', flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    begun = time.time()
    if not 0.03 < begun % 1 < 0.93:
        time.sleep(0.01)
        continue
    burst = None
    count = 30 if int(begun) // 3 % 2 else 8
    held = random.randrange(count) if begun % 1 > 0.9 and random.random() < 0.1 else None
    for i in range(count):
        if i == held: time.sleep(1.03 - time.time() % 1 + random.random() / 2)
        length, data = random.choice(frames)
        before = time.time()
        link.send(data)
        after = time.time()
        if burst and int(burst[0]) == int(after):
            burst = [burst[0], after, burst[2] + 1, burst[3] + length]
            bursts[-1] = burst
        else:
            burst = [before, after, 1, length]
            bursts.append(burst)
    time.sleep(0.01)
print(json.dumps([[begin * 1000, end * 1000, packets, total] for begin, end, packets, total in bursts]))`;

/** Traffic from one network namespace to the other, of which it is known what was sent when. */
export class KnownTraffic {
  readonly #sender: ChildProcess;
  readonly #said: Promise<string>;

  private constructor(sender: ChildProcess) {
    this.#sender = sender;
    this.#said = text(sender.stdout!);
  }

  /** Begins to send from `veth1`, the device there. */
  static async begin(networks: TwoNetworks): Promise<KnownTraffic> {
    const command = networks.within(networks.there, 'python3', '-c', sender, 'veth1');
    const child = spawn('ip', command, { stdio: ['pipe', 'pipe', 'inherit'] });
    const traffic = new KnownTraffic(child);
    await once(child.stdout, 'data');
    return traffic;
  }

  /** A capture filter that lets only this traffic through. */
  static readonly filter = 'udp port 7777';

  /** Ends it, and says what was sent. */
  async end(): Promise<readonly Burst[]> {
    this.#sender.stdin!.end();
    const said = JSON.parse((await this.#said).trim().split('\n').at(-1)!) as [
      number,
      number,
      number,
      number,
    ][];
    return said.map(([beginMs, endMs, packets, bytes]) => ({ beginMs, endMs, packets, bytes }));
  }
}
