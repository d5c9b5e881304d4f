import { execFile, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Figures, Units } from '../measurement.ts';
import type { Contender, Reader } from './contenders.ts';
import { MeasuredRun } from './measured-run.ts';
import { program } from './programs.ts';

const exec = promisify(execFile);

export const liveUnits: Units = {
  cpu: 'ns/packet',
  'peak-memory': 'MiB',
  rate: 'packets/s',
  captured: 'packets',
  dropped: 'packets',
  lost: 'packets',
};

const endings = ['SIGINT', 'SIGTERM'] as const;

const START_LIMIT_MS = 15_000;
/** A contender has caught up when it uses less than a twentieth of a core; it gets this long. */
const CATCH_UP_LIMIT_MS = 120_000;
const CATCH_UP_STEP_MS = 500;
/** Longer than any contender's kernel buffer waits before it hands over a block that isn't full. */
const LAST_BLOCK_MS = 1200;

/** Two network namespaces and a pair of virtual Ethernet devices between them, silent but for the sender. */
export class Link {
  readonly device = 'bench1';
  readonly #from = `streamchecker-bench-${process.pid}-from`;
  readonly #to = `streamchecker-bench-${process.pid}-to`;

  async open(): Promise<void> {
    for (const signal of endings) process.once(signal, this.#abandon);
    for (const name of [this.#from, this.#to]) await exec('ip', ['netns', 'add', name]);
    const pair = ['type', 'veth', 'peer', 'name', this.device, 'netns', this.#to];
    await exec('ip', ['-n', this.#from, 'link', 'add', 'bench0', ...pair]);
    for (const [name, device] of [
      [this.#from, 'bench0'],
      [this.#to, this.device],
    ] as const) {
      const silent = `echo 1 >/proc/sys/net/ipv6/conf/${device}/disable_ipv6`;
      await exec('ip', ['netns', 'exec', name, 'sh', '-c', silent]);
      await exec('ip', ['-n', name, 'link', 'set', device, 'up']);
    }
  }

  /** The command, where the frames arrive. */
  receiving(command: readonly string[]): string[] {
    return ['ip', 'netns', 'exec', this.#to, ...command];
  }

  /** Sends frames as fast as it can, or so many a second. */
  async send(
    durationMs: number,
    pairs: number,
    packetsPerSecond = Infinity,
  ): Promise<{ sent: number; ns: number }> {
    const sender = [await program('send-frames'), 'bench0', String(durationMs), String(pairs)];
    if (packetsPerSecond !== Infinity) sender.push(String(packetsPerSecond));
    const { stdout } = await exec('ip', ['netns', 'exec', this.#from, ...sender]);
    return JSON.parse(stdout) as { sent: number; ns: number };
  }

  close(): void {
    for (const signal of endings) process.off(signal, this.#abandon);
    for (const name of [this.#from, this.#to]) spawnSync('ip', ['netns', 'delete', name]);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** An interrupted benchmark leaves nothing behind either. */
  readonly #abandon = (): void => {
    this.close();
    process.exit(1);
  };
}

/** Resolves when a contender captures, or does not in the time that it gets. */
export async function begun(run: MeasuredRun, reader: Reader): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  while (!reader.ready() && !run.ended && Date.now() < until) await sleep(20);
  await sleep(1000);
}

/** Resolves when a contender has worked off what was sent. */
export async function caughtUp(run: MeasuredRun): Promise<void> {
  await sleep(LAST_BLOCK_MS);
  const until = Date.now() + CATCH_UP_LIMIT_MS;
  for (let before = NaN, now = run.cpuNs(); Date.now() < until; before = now, now = run.cpuNs()) {
    if (now - before < CATCH_UP_STEP_MS * 50_000) return;
    await sleep(CATCH_UP_STEP_MS);
  }
}

/** Captures with one contender while frames are sent at the full rate. Its start-up is not counted. */
export async function liveRun(
  link: Link,
  contender: Contender,
  durationMs: number,
  pairs: number,
): Promise<Figures> {
  const reader = contender.reader();
  const run = await MeasuredRun.start(link.receiving(contender.liveCommand(link.device)), reader);
  try {
    await begun(run, reader);
    const startedCpuNs = run.cpuNs();
    const { sent, ns } = await link.send(durationMs, pairs);
    await caughtUp(run);
    run.stop(contender.stopBy);
    const { cpuNs, peakKib } = await run.cost();
    const { captured = 0, dropped } = reader.counts();
    return {
      cpu: (cpuNs - startedCpuNs) / captured,
      'peak-memory': peakKib / 1024,
      rate: sent / (ns / 1e9),
      captured,
      ...(dropped !== undefined && { dropped }),
      lost: sent - captured - (dropped ?? 0),
    };
  } finally {
    run.stop('SIGTERM');
  }
}
