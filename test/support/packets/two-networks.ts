import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

export const datagramPort = 7777;
const payload = 100;
const datagramBytes = payload + 28;
/** What so many datagrams of {@link TwoNetworks.send} come to. */
export const sent = (packets: number): [packets: number, bytes: number] => [packets, packets * datagramBytes];

/** Sends datagrams to argv[1], argv[2] of them, one each argv[3] milliseconds or as fast as it can. */
const sender = `
  const socket = require('node:dgram').createSocket('udp4');
  const [address, count, pauseMs] = [process.argv[1], Number(process.argv[2]), Number(process.argv[3])];
  const send = (left) => left === 0 ? socket.close() : socket.send(Buffer.alloc(${payload}), ${datagramPort}, address, () =>
    pauseMs === 0 ? send(left - 1) : setTimeout(send, pauseMs, left - 1));
  send(count);`;

/** Sends frames (argv[2] on, in hexadecimal) as they are from the device argv[1]. */
const frameSender = `
import socket, sys
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
link.bind((sys.argv[1], 0))
for frame in sys.argv[2:]: link.send(bytes.fromhex(frame))`;

/** Two network namespaces, which a pair of virtual Ethernet devices may join: `here` is captured in. */
export class TwoNetworks {
  readonly here: string;
  readonly there: string;

  constructor(name: string) {
    this.here = `streamchecker-${name}-${process.pid}`;
    this.there = `${this.here}-peer`;
    for (const space of [this.here, this.there]) {
      execFileSync('ip', ['netns', 'add', space]);
      this.#ip(space, 'link', 'set', 'lo', 'up');
    }
  }

  /** Runs `ip` here. */
  ip(...args: string[]): void {
    this.#ip(this.here, ...args);
  }

  /** Runs lines of `ip -batch` here. */
  ipBatch(lines: readonly string[]): void {
    execFileSync('ip', this.within(this.here, 'ip', '-batch', '-'), { input: lines.join('\n') });
  }

  /** The rest of an `ip` command that runs another one in a namespace. */
  within(space: string, ...command: string[]): string[] {
    return ['netns', 'exec', space, ...command];
  }

  /** The device veth0 here, without an address; 10.99.0.2 at its other end there. */
  plugIn(): void {
    this.ip('link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1', 'netns', this.there);
    this.ip('link', 'set', 'veth0', 'up');
    this.#ip(this.there, 'addr', 'add', '10.99.0.2/24', 'dev', 'veth1');
    this.#ip(this.there, 'link', 'set', 'veth1', 'up');
  }

  /** Sends datagrams from a namespace. */
  async send(from: string, address: string, count: number, pauseMs = 0): Promise<void> {
    const command = [process.execPath, '-e', sender, address, String(count), String(pauseMs)];
    await promisify(execFile)('ip', this.within(from, ...command));
  }

  /** Sends frames from a device of a namespace. */
  async sendFrames(from: string, device: string, frames: readonly Buffer[]): Promise<void> {
    const inHex = frames.map((frame) => frame.toString('hex'));
    await promisify(execFile)('ip', this.within(from, 'python3', '-c', frameSender, device, ...inHex));
  }

  close(): void {
    for (const space of [this.here, this.there]) execFileSync('ip', ['netns', 'delete', space]);
  }

  #ip(space: string, ...args: string[]): void {
    execFileSync('ip', ['-n', space, ...args], { stdio: 'pipe' });
  }
}
