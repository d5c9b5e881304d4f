import { describe, expect, it } from 'vitest';
import { CapCapture } from '../../../../src-main/engine/capture/cap/cap-capture.ts';
import type { CapHandle } from '../../../../src-main/engine/capture/cap/cap-module.ts';
import { parseCapOptions } from '../../../../src-main/engine/capture/cap/cap-options.ts';
import { HelperDecoder } from '../../../../src-main/engine/capture/helper-decoder.ts';
import type { HelperFrame } from '../../../../src-main/engine/capture/helper-protocol.ts';
import type { NetworkInterface } from '../../../../src-main/engine/capture/interfaces.ts';
import { ethernet, etherTypes, ipv4 } from '../../../support/packets/pcap-writer.ts';

const present = (name: string, more: Partial<NetworkInterface> = {}): NetworkInterface => ({
  ...{ name, description: '', up: true, running: true, loopback: false },
  ...{ master: null, masterKind: null, addresses: [] },
  ...more,
});

const bootedMs = 1_600_000_000_000;

/** A machine whose interfaces and packets are the test's. */
class Machine {
  interfaces: NetworkInterface[] = [];
  nowMs = 1_700_000_000_000;
  refuses: (device: string, filter: string) => string | undefined = () => undefined;
  readonly closed: string[] = [];
  readonly frames: HelperFrame[] = [];
  busy = 0;
  gaveUp = 0;
  readonly capture: CapCapture;
  readonly #decoder = new HelperDecoder();
  readonly #deliver = new Map<string, (frame: Buffer) => void>();

  constructor(interfaces: NetworkInterface[], ...args: string[]) {
    this.interfaces = interfaces;
    this.capture = new CapCapture({
      cap: { Cap: this.#capClass(), version: '0' },
      options: parseCapOptions(args),
      write: (frame) => this.frames.push(...this.#decoder.decode(frame)),
      interfaces: () => this.interfaces,
      now: () => this.nowMs,
      steady: () => ({ monotonicMs: this.nowMs - bootedMs, bootMs: this.nowMs - bootedMs }),
      busy: () => this.busy++,
      giveUp: () => this.gaveUp++,
    });
  }

  send(device: string, frame: Buffer): void {
    this.#deliver.get(device)?.(frame);
  }

  take(type: HelperFrame['type']): HelperFrame[] {
    const taken = this.frames.filter((frame) => frame.type === type);
    this.frames.length = 0;
    return taken;
  }

  #capClass(): { new (): CapHandle; deviceList(): [] } {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class below has a `this` of its own
    const machine = this;
    return class {
      #device = '';
      #buffer: Buffer = Buffer.alloc(0);
      static deviceList = (): [] => [];
      open(device: string, filter: string, _ring: number, buffer: Buffer): string {
        [this.#device, this.#buffer] = [device, buffer];
        const reason = machine.refuses(device, filter);
        if (reason !== undefined) throw new Error(reason);
        return 'ETHERNET';
      }
      close(): boolean {
        machine.closed.push(this.#device);
        return machine.#deliver.delete(this.#device);
      }
      on(_event: 'packet', listener: (length: number) => void): void {
        machine.#deliver.set(this.#device, (frame) => {
          frame.copy(this.#buffer);
          listener(frame.length);
        });
      }
    };
  }
}

const packet = (source: string, totalLength: number): Buffer =>
  ethernet(etherTypes.ipv4, ipv4({ source, totalLength }));

describe('a capture through cap', () => {
  it('sums by the time of arrival', () => {
    const machine = new Machine([present('lo')]);
    machine.capture.start();
    machine.send('lo', packet('10.0.0.1', 100));
    machine.send('lo', packet('10.0.0.1', 50));
    machine.nowMs += 400;
    machine.send('lo', ethernet(etherTypes.arp, Buffer.alloc(28)));
    machine.nowMs += 700;
    machine.send('lo', packet('10.0.0.1', 20));
    machine.capture.flush();
    const flows = machine.frames.filter((frame) => frame.type === 'flows');
    expect(flows).toMatchObject([
      { fromMs: 1_700_000_000_000, count: 1, bytes: 150, packets: 2 },
      { fromMs: 1_700_000_001_000, count: 1, bytes: 20, packets: 1 },
    ]);
    const stats = machine.frames.find((frame) => frame.type === 'stats');
    expect(stats).toMatchObject({ records: 4, ip: 3, nonIp: 1 });
  });

  it('tells from when to when an interface was captured, and by which clocks', () => {
    const machine = new Machine([present('lo')]);
    const openedMs = machine.nowMs;
    const reports = (): unknown[] =>
      machine.take('stats').map((frame) => frame.type === 'stats' && [frame.fromMs, frame.toMs]);
    machine.capture.start();
    machine.nowMs += 600;
    machine.capture.flush();
    expect(reports()).toEqual([[openedMs, openedMs + 600]]);
    machine.interfaces = [];
    machine.nowMs += 1000;
    machine.capture.flush();
    expect(reports()).toEqual([[openedMs + 600, openedMs + 1600]]);
    machine.nowMs += 1000;
    machine.capture.flush();
    expect(machine.frames).toMatchObject([
      { type: 'stats', fromMs: openedMs + 1600, toMs: openedMs + 1600, dropsKnown: false },
      { type: 'flushed' },
    ]);
    expect(machine.take('stats')).toMatchObject([
      { monotonicMs: machine.nowMs - bootedMs, bootMs: machine.nowMs - bootedMs },
    ]);
  });

  it('covers no time again when the clock is set back', () => {
    const machine = new Machine([present('lo')]);
    const openedMs = machine.nowMs;
    machine.capture.start();
    machine.nowMs -= 3_600_000;
    machine.capture.flush();
    expect(machine.take('stats')).toMatchObject([
      { fromMs: openedMs - 3_600_000, toMs: openedMs - 3_600_000 },
    ]);
    machine.nowMs += 500;
    machine.capture.flush();
    expect(machine.take('stats')).toMatchObject([
      { fromMs: openedMs - 3_600_000, toMs: openedMs - 3_599_500 },
    ]);
  });

  it('sends a full table at once', () => {
    const machine = new Machine([present('lo')]);
    machine.capture.start();
    for (let i = 0; i <= 131_072; i++)
      machine.send('lo', packet(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 40));
    const flows = machine.take('flows');
    expect(flows.reduce((sum, frame) => sum + (frame.type === 'flows' ? frame.count : 0), 0)).toBe(131_072);
    machine.capture.end();
    expect(machine.frames).toMatchObject([
      { type: 'flows', count: 1 },
      { type: 'stats' },
      { type: 'flushed' },
      { type: 'end' },
    ]);
  });

  it('flushes by itself while packets come without a pause', () => {
    const machine = new Machine([present('lo')]);
    machine.capture.start();
    machine.send('lo', packet('10.0.0.1', 100));
    expect(machine.busy).toBe(0);
    machine.nowMs += 1000;
    machine.send('lo', packet('10.0.0.1', 100));
    expect([machine.busy, machine.take('flushed').length]).toEqual([1, 1]);
  });

  it('follows interfaces that come, go down and go', () => {
    const machine = new Machine([present('a'), present('down', { up: false })]);
    machine.capture.start();
    expect(machine.take('interface')).toMatchObject([{ name: 'a' }]);
    machine.interfaces = [present('a'), present('b'), present('in', { master: 'b', masterKind: 'bridge' })];
    machine.nowMs += 1000;
    machine.capture.flush();
    expect(machine.take('interface')).toMatchObject([{ name: 'b' }]);
    machine.interfaces = [present('b', { up: false })];
    machine.nowMs += 1000;
    machine.capture.flush();
    expect(machine.take('problem')).toMatchObject([
      { code: 'no-interface', text: 'a: the interface is gone' },
      { code: 'no-interface', text: 'b: the interface is down' },
    ]);
    expect(machine.closed).toEqual(['a', 'b']);
  });

  it('waits for a named interface that is down, and says so once', () => {
    const machine = new Machine([present('a', { up: false })], '--interface', 'a');
    machine.capture.start();
    machine.nowMs += 1000;
    machine.capture.flush();
    expect(machine.take('problem')).toMatchObject([{ code: 'failed', text: 'a: the interface is down' }]);
    machine.interfaces = [present('a')];
    machine.nowMs += 1000;
    machine.capture.flush();
    expect(machine.take('interface')).toMatchObject([{ index: 0, name: 'a' }]);
    expect(machine.gaveUp).toBe(0);
  });

  it.each([
    ['socket: Operation not permitted', 'not-permitted'],
    ['CAP_NET_RAW may be required', 'not-permitted'],
    ['a: No such device exists', 'no-interface'],
    ['out of memory', 'failed'],
  ])('gives up where nothing can be opened: %s', (reason, code) => {
    const machine = new Machine([present('a')], '--interface', 'a');
    machine.refuses = () => reason;
    machine.capture.start();
    expect(machine.take('problem')).toMatchObject([{ severity: 'error', code }]);
    expect(machine.gaveUp).toBe(1);
    expect(machine.closed).toEqual([]);
  });

  it('tells a bad filter from a bad interface', () => {
    const machine = new Machine([present('a')], '--filter', 'nonsense');
    machine.refuses = (_, filter) => (filter === '' ? undefined : 'syntax error');
    machine.capture.start();
    expect(machine.take('problem')).toMatchObject([
      { severity: 'error', code: 'bad-filter', text: 'a: syntax error' },
    ]);
  });

  it('begins anew before too many handles are left over', () => {
    const machine = new Machine([present('a'), present('b')]);
    machine.refuses = (device) => (device === 'b' ? 'busy' : undefined);
    machine.capture.start();
    for (let i = 0; machine.gaveUp === 0 && i < 200; i++) {
      machine.nowMs += 1000;
      machine.capture.flush();
    }
    expect(machine.gaveUp).toBe(1);
    expect(machine.take('problem')).toMatchObject([
      { severity: 'warning', text: 'b: busy' },
      { severity: 'error', code: 'failed' },
    ]);
  });
});
